using System.Reflection;
using SimClr.Core.Augmentation;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>A fluent call does what the constructor of its name does.</summary>
public sealed class FluentCallTests
{
    // The paper's name for two operations together, and the call for functions.
    private static readonly string[] WithoutAConstructor =
        [nameof(ColorAugmentationExtensions.ColorDistortion), nameof(CompositionAugmentationExtensions.Then)];

    private static readonly Func<AugmentationPipeline, AugmentationPipeline> Unchanged = pipeline => pipeline;

    public static TheoryData<string> Names => [.. Calls.Select(call => call.Name).Distinct().Except(WithoutAConstructor)];

    private static IEnumerable<MethodInfo> Calls => typeof(AugmentationPipeline).Assembly.GetExportedTypes()
        .Where(type => type.Name.EndsWith("AugmentationExtensions", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly));

    [Fact]
    public void Names_OfTheLibrary_HoldTheOnesThatAreEasilyConfused()
        => Names.Should().Contain(["GaussianBlur", "RandomGaussianBlur", "Solarize", "RandomSolarize", "RandomGrayscale"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_WithDefaults_AddsTheOperationOfItsName(string name)
    {
        foreach (MethodInfo call in Calls.Where(call => call.Name == name))
        {
            AugmentationPipeline longer = (AugmentationPipeline)call.Invoke(null, [.. call.GetParameters().Select(Argument)])!;

            string last = NameOf(longer.Steps.Should().ContainSingle().Subject);
            last.Should().Be(name);
        }
    }

    // What is applied at random has "Random" before its name: as a class of its own, or in a RandomApply.
    private static string NameOf(IAugmentation step)
        => step is RandomApply { Inner: not AugmentationPipeline and var inner } ? "Random" + inner.GetType().Name : step.GetType().Name;

    private static object? Argument(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: true } => parameter.DefaultValue,
        { ParameterType: var type } when type == typeof(AugmentationPipeline) => new AugmentationPipeline(),
        { ParameterType: var type } when type == typeof(int) => 8,
        { ParameterType: var type } when type == typeof(double) => 0.5,
        { ParameterType: var type } when type == typeof(IEnumerable<float>) => new[] { 0.5f },
        { ParameterType: var type } when type == Unchanged.GetType() => Unchanged,
        _ => new[] { Unchanged },
    };
}
