using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Training;

/// <summary>The command <c>large-batch</c>: speed and memory of training at several batch sizes with one micro-batch size.</summary>
internal static class LargeBatchBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("batch", 8, row => row.Batch),
        new("images/s", 12, row => row.ImagesPerSecond, "0"),
        new("of first", 10, row => row.SpeedOfFirst, "0.000"),
        new("peak MiB", 12, row => ResidentMemory.ToMiB(row.PeakBytes), "0"),
        new("of first", 10, row => row.MemoryOfFirst, "0.000"),
        new("LARS ms", 10, row => row.OptimizerMilliseconds, "0.00"),
        new("of step", 10, row => row.OptimizerShareOfStep, "0.00000"),
        new("activations, estimated MiB", 28, row => ResidentMemory.ToMiB(row.EstimatedActivationBytes), "0"),
    ];

    public static Command CreateCommand()
    {
        Option<int[]> batches = new("--batches")
        {
            Description = "The batch sizes.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [256, 1024, 4096, 8192],
        };
        Option<int> micro = new("--micro-batch")
        {
            Description = "Images that go through the network together.",
            DefaultValueFactory = _ => 256,
        };
        Option<int> images = new("--images")
        {
            Description = "Images of an epoch; 4 epochs are trained, and the fastest counts.",
            DefaultValueFactory = _ => 8192,
        };
        Command command = new(
            "large-batch",
            "A CIFAR-stem ResNet-18 of 16 base channels at several batch sizes, each in a process of its own.") { batches, micro, images };
        command.SetAction(parsed => Run(
            parsed.GetValue(batches)!,
            parsed.GetValue(micro),
            parsed.GetValue(images),
            BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
    }

    private static void Run(int[] batches, int microBatch, int images, BenchmarkReport<Row> report)
    {
        LargeBatchMeasurement? first = null;
        foreach (int batch in batches)
        {
            LargeBatchMeasurement measured = LargeBatchMeasurement.InOwnProcess(batch, Math.Min(microBatch, batch), images);
            first ??= measured;
            report.Add(new Row(
                batch,
                measured.ImagesPerSecond,
                measured.ImagesPerSecond / first.ImagesPerSecond,
                measured.PeakBytes,
                (double)measured.PeakBytes / first.PeakBytes,
                measured.OptimizerMilliseconds,
                measured.OptimizerMilliseconds / 1000 / (batch / measured.ImagesPerSecond),
                measured.EstimatedBytes));
        }

        report.Save();
    }

    private sealed record Row(
        int Batch,
        double ImagesPerSecond,
        double SpeedOfFirst,
        long PeakBytes,
        double MemoryOfFirst,
        double OptimizerMilliseconds,
        double OptimizerShareOfStep,
        long EstimatedActivationBytes);
}
