using System.CommandLine;
using System.Text.Json.Nodes;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Benchmarks.Step;

namespace SimClr.Core.Benchmarks.Inference;

/// <summary>
/// The command <c>inference</c>: images a second from images to features, by the encoder, with its batch norm folded into the
/// convolutions as feature extraction has it, by OnnxRuntime on the exported file, and by PyTorch.
/// </summary>
internal static class InferenceBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("images/s", -14, row => row.Case),
        new("", 24, row => row.Contender),
        new("", 12, row => row.ImagesPerSecond, "0.0"),
        new("of encoder", 12, row => row.OfEncoder, "0.00"),
    ];

    public static Command CreateCommand()
    {
        Option<string[]> cases = new("--cases")
        {
            Description = "Networks and sizes, as of the command step.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["resnet18-16", "resnet18-64"],
        };
        Option<string[]> contenders = new("--contenders")
        {
            Description = $"Among {string.Join(", ", InferenceContender.All.Select(contender => contender.Name))}.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. InferenceContender.All.Select(contender => contender.Name)],
        };
        Option<int> batch = new("--batch") { Description = "Images in one pass.", DefaultValueFactory = _ => 64 }; // ImageEmbedderOptions' own
        Option<double> seconds = new("--seconds")
        {
            Description = "Time for the 9 rounds of one measurement; the median round counts.",
            DefaultValueFactory = _ => 10,
        };
        Option<FileInfo?> reference = new("--reference") { Description = "What inference_pytorch.py wrote on this machine." };
        Command command = new("inference", "Features: images a second, folded, by OnnxRuntime and by PyTorch.") { cases, contenders, batch, seconds, reference };
        command.SetAction(parsed => Run(
            [.. parsed.GetValue(cases)!.Select(StepCase.Named)],
            [.. parsed.GetValue(contenders)!.Select(InferenceContender.Named)],
            parsed.GetValue(batch),
            parsed.GetValue(seconds),
            new ReferenceFile(parsed.GetValue(reference)),
            BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
    }

    private static void Run(
        StepCase[] cases, InferenceContender[] contenders, int batch, double seconds, ReferenceFile reference, BenchmarkReport<Row> report)
    {
        foreach (StepCase benchmark in cases)
        {
            double? encoder = null;
            foreach (InferenceContender contender in contenders)
            {
                double rate = InferenceMeasurement.InOwnProcess(benchmark, contender, batch, seconds).ImagesPerSecond;
                encoder ??= rate;
                report.Add(new Row(benchmark.Name, contender.Name, rate, rate / encoder));
            }

            foreach (JsonNode result in reference.Results.Where(result => (string)result["case"]! == benchmark.Name && (int)result["batch"]! == batch))
                report.Add(new Row(benchmark.Name, (string)result["contender"]!, (double)result["imagesPerSecond"]!, (double)result["imagesPerSecond"]! / encoder));
        }

        report.Save(reference.Versions);
    }

    private sealed record Row(string Case, string Contender, double ImagesPerSecond, double? OfEncoder);
}
