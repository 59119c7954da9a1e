using System.Text.Json.Nodes;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>The figures that step_pytorch.py wrote; none without its file.</summary>
internal sealed class PyTorchReference(ReferenceFile file)
{
    /// <summary>Name of PyTorch with its default layout of memory.</summary>
    public const string DefaultLayout = "pytorch";

    public IEnumerable<KeyValuePair<string, string>> Versions => file.Versions;

    public IEnumerable<(string Contender, StepMeasurement Figures)> Of(StepCase benchmark)
        => from result in file.Results
           where (string)result["case"]! == benchmark.Name
           let views = (int)result["views"]!
           select views == benchmark.Views
               ? ((string)result["contender"]!, Read(result))
               : throw new InvalidOperationException(
                   $"{file.Name} measured {benchmark.Name} with {views} views, not with {benchmark.Views}.");

    private static StepMeasurement Read(JsonNode result) => new(
        (double)result["viewsPerSecond"]!,
        (double)result["bestViewsPerSecond"]!,
        (long)result["peakBytes"]!,
        (long)result["stepBytes"]!,
        (long)result["parameters"]!);
}
