using SimClr.Core.Models;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>A way to train that the command <c>step</c> measures.</summary>
/// <param name="Name">In tables and on command lines.</param>
/// <param name="Prepare">Makes model, optimizer and views of a case.</param>
internal sealed record StepContender(string Name, Func<StepCase, StepSubject> Prepare)
{
    /// <summary>The contender that ratios are about.</summary>
    public const string Plain = "plain";

    public static IReadOnlyList<StepContender> All { get; } =
    [
        new("bf16", benchmark => LibraryStep.Prepare(benchmark, Precision.BFloat16, tuneAllocator: true)),
        new("fp32", benchmark => LibraryStep.Prepare(benchmark, Precision.Float32, tuneAllocator: true)),
        new("bf16-untuned", benchmark => LibraryStep.Prepare(benchmark, Precision.BFloat16, tuneAllocator: false)),
        new(Plain, PlainStep.Prepare),
    ];

    public static StepContender Named(string name) => All.FirstOrDefault(item => item.Name == name)
        ?? throw new ArgumentException($"Expected one of {string.Join(", ", All.Select(item => item.Name))}, found '{name}'.");
}
