using System.Xml.Linq;
using Microsoft.Extensions.Options;

namespace SimClr.Core.Tests.Conventions;

public sealed class OptionsTests
{
    private static readonly XDocument Documentation = new(new XElement(
        "doc", Library.Assemblies.Select(assembly => XElement.Load(Path.ChangeExtension(assembly.Location, ".xml")).Element("members"))));

    public static TheoryData<Type> OptionsClasses
        => [.. Library.ExportedTypes.Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(OptionsClasses))]
    public void OptionsClass_Conventions_AreKept(Type options) => OptionsConventions.Violations(options, Documentation).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(OptionsClasses))]
    public void OptionsClass_Validator_IsOneAndBearsItsName(Type options)
        => Library.Types
            .Where(type => !type.IsNested && type.IsAssignableTo(typeof(IValidateOptions<>).MakeGenericType(options)))
            .Should().ContainSingle().Which.Name.Should().Be($"{options.Name}Validator");

    [Fact]
    public void Violations_OfABadClass_AreAllFound()
    {
        string name = typeof(BadOptions).FullName!.Replace('+', '.');
        XDocument documentation = XDocument.Parse($"""<doc><member name="P:{name}.Fixed"><summary>3 by default.</summary></member></doc>""");

        OptionsConventions.Violations(typeof(BadOptions), documentation).Should().BeEquivalentTo(
            "is not sealed",
            "has no public constructor without parameters",
            "Fixed has no public get and set",
            "Undocumented's documentation does not state its default");
    }

    public class BadOptions(int undocumented)
    {
        public int Fixed { get; init; } = 3;

        public int Undocumented { get; set; } = undocumented;
    }
}
