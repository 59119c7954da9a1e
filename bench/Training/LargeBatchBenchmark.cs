using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Training;

/// <summary>The command <c>large-batch</c>: speed and memory of training at several batch sizes with one micro-batch size.</summary>
internal static class LargeBatchBenchmark
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command CreateCommand()
    {
        Option<FileInfo?> json = new("--json") { Description = "Also write the figures to this file." };
        Option<int[]> batches = new("--batches") { Description = "The batch sizes.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [256, 1024, 4096, 8192] };
        Option<int> micro = new("--micro-batch") { Description = "Images that go through the network together.", DefaultValueFactory = _ => 256 };
        Option<int> images = new("--images") { Description = "Images of an epoch; 4 epochs are trained, and the fastest counts.", DefaultValueFactory = _ => 8192 };
        Command command = new("large-batch", "A CIFAR-stem ResNet-18 of 16 base channels at several batch sizes, each in a process of its own.") { json, batches, micro, images };
        command.SetAction(parsed => Run(parsed.GetValue(batches)!, parsed.GetValue(micro), parsed.GetValue(images), parsed.GetValue(json)));
        return command;
    }

    private static void Run(int[] batches, int microBatch, int images, FileInfo? json)
    {
        BenchmarkMachine.Print();
        Console.WriteLine($"{"batch",8}{"images/s",12}{"of first",10}{"peak MiB",12}{"of first",10}{"LARS ms",10}{"of step",10}{"activations, estimated MiB",28}");
        JsonArray results = [];
        LargeBatchMeasurement? first = null;
        foreach (int batch in batches)
        {
            LargeBatchMeasurement measured = LargeBatchMeasurement.InOwnProcess(batch, Math.Min(microBatch, batch), images);
            first ??= measured;
            results.Add(Row(batch, measured, first));
        }

        if (json is not null)
            File.WriteAllText(json.FullName, new JsonObject { ["machine"] = BenchmarkMachine.ToJson(), ["microBatch"] = microBatch, ["results"] = results }.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Row(int batch, LargeBatchMeasurement measured, LargeBatchMeasurement first)
    {
        double speed = measured.ImagesPerSecond / first.ImagesPerSecond;
        double memory = (double)measured.PeakBytes / first.PeakBytes;
        double optimizer = measured.OptimizerMilliseconds / 1000 / (batch / measured.ImagesPerSecond);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{batch,8}{measured.ImagesPerSecond,12:0}{speed,10:0.000}{MiB(measured.PeakBytes),12:0}{memory,10:0.000}{measured.OptimizerMilliseconds,10:0.00}{optimizer,10:0.00000}{MiB(measured.EstimatedBytes),28:0}"));
        return new JsonObject
        {
            ["batch"] = batch,
            ["imagesPerSecond"] = measured.ImagesPerSecond,
            ["speedOfFirst"] = speed,
            ["peakBytes"] = measured.PeakBytes,
            ["memoryOfFirst"] = memory,
            ["optimizerMilliseconds"] = measured.OptimizerMilliseconds,
            ["optimizerShareOfStep"] = optimizer,
            ["estimatedActivationBytes"] = measured.EstimatedBytes,
        };
    }

    private static double MiB(long bytes) => bytes / 1048576.0;
}
