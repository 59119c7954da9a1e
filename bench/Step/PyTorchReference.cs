using System.Text.Json.Nodes;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>The figures that step_pytorch.py wrote; none without its file.</summary>
internal sealed class PyTorchReference(FileInfo? file)
{
    /// <summary>Name of PyTorch with its default layout of memory.</summary>
    public const string DefaultLayout = "pytorch";

    private readonly JsonNode[] _results = file is null
        ? []
        : [.. JsonNode.Parse(File.ReadAllText(file.FullName))!["results"]!.AsArray().Select(result => result!)];

    public IEnumerable<(string Contender, StepMeasurement Figures)> Of(StepCase benchmark)
        => from result in _results
           where (string)result["case"]! == benchmark.Name
           let views = (int)result["views"]!
           select views == benchmark.Views
               ? ((string)result["contender"]!, Read(result))
               : throw new InvalidOperationException(
                   $"{file!.Name} measured {benchmark.Name} with {views} views, not with {benchmark.Views}.");

    private static StepMeasurement Read(JsonNode result) => new(
        (double)result["viewsPerSecond"]!,
        (double)result["bestViewsPerSecond"]!,
        (long)result["peakBytes"]!,
        (long)result["stepBytes"]!,
        (long)result["parameters"]!);
}
