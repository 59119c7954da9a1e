using System.Reflection;
using System.Xml.Linq;
using Microsoft.Extensions.Options;
using NetArchTest.Rules;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Models;

namespace SimClr.Core.Tests.Conventions;

public sealed class LibraryDependencyTests
{
    private static readonly Assembly Library = typeof(Image).Assembly;

    [Theory]
    [InlineData("SimClr.Core.Data")]
    [InlineData("SimClr.Core.Augmentation")]
    [InlineData("SimClr.Core.Files")]
    [InlineData("SimClr.Core.Randomness")]
    [InlineData("SimClr.Core.Validation")]
    public void Folder_OfManagedMemory_KnowsNothingOfTorchSharp(string folder)
        => Users(Library, "TorchSharp", folder).Should().BeEmpty();

    [Fact]
    public void Loading_OfViews_KnowsTorchSharpOnlyWhereATensorIsMade()
        => Users(Library, "TorchSharp", "SimClr.Core.Loading").Should().Equal(typeof(TrainingBatch).FullName);

    [Fact]
    public void Users_OfTorchSharp_AreFound()
        => Users(Library, "TorchSharp", "SimClr.Core.Models").Should().Contain(typeof(Encoder).FullName);

    [Theory]
    [InlineData(typeof(IOptions<>))]
    [InlineData(typeof(IOptionsSnapshot<>))]
    [InlineData(typeof(IOptionsMonitor<>))]
    public void OptionsAccessors_InTheLibrary_AppearOnlyInServiceExtensions(Type accessor)
        => Users(Library, accessor.FullName!, "SimClr.Core").Where(name => !name.Contains("ServiceCollectionExtensions"))
            .Should().BeEmpty();

    [Fact]
    public void Users_OfOptionsAccessors_AreFound()
        => Users(typeof(OptionsReader).Assembly, typeof(IOptions<>).FullName!, "SimClr.Core.Tests.Conventions")
            .Should().Contain(name => name.EndsWith(nameof(OptionsReader)));

    [Fact]
    public void Project_References_NameNoNativeTorch()
    {
        XDocument project = XDocument.Load(Path.Combine(SourceFiles.Repository, "src", "SimClr.Core", "SimClr.Core.csproj"));
        string[] packages = [.. project.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value)];

        packages.Should().Contain("TorchSharp");
        packages.Should().NotContain(package => package.StartsWith("TorchSharp-") || package.StartsWith("libtorch"));
    }

    private static string[] Users(Assembly assembly, string dependency, string folder)
    {
        TestResult result = Types.InAssembly(assembly).That().ResideInNamespace(folder).ShouldNot().HaveDependencyOn(dependency)
            .GetResult();
        return [.. result.FailingTypeNames ?? []];
    }

    private sealed class OptionsReader(IOptions<object> options)
    {
        public object Value => options.Value;
    }
}
