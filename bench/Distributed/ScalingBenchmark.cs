using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Distributed;

/// <summary>
/// The command <c>scaling</c>: what a step of a ResNet-50 at 224 pixels takes on 1 to 1024 ranks, on paper, and the exchanges of it
/// simulated message by message. Nothing is measured. The columns "simulated" and "one late" are the whole step, the latter with one rank that
/// takes 5 % longer for its images.
/// </summary>
internal static class ScalingBenchmark
{
    private static readonly int[] RankCounts = [1, 8, 16, 32, 64, 128, 256, 512, 1024];

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("ranks", 6, row => row.Ranks),
        new("step, s", 9, row => row.Step, "0.000"),
        new("network", 9, row => row.Parts["network"], "0.000"),
        new("loss", 8, row => row.Parts["loss"], "0.000"),
        new("batch norm", 11, row => row.Parts["batch norm"], "0.000"),
        new("embeddings", 11, row => row.Parts["embeddings"], "0.000"),
        new("gradients", 10, row => row.Parts["gradients"], "0.000"),
        new("simulated", 10, row => row.Simulated, "0.000"),
        new("one late", 9, row => row.OneLate, "0.000"),
        new("efficiency", 11, row => row.Efficiency, "0.00"),
        new("from 32", 8, row => row.FromThirtyTwo, "0.00"),
    ];

    public static Command CreateCommand()
    {
        Option<int> batch = new("--batch") { Description = "Images of a batch, of all ranks together.", DefaultValueFactory = _ => 4096 };
        Option<double> images = new("--images-per-second") { Description = "Images a second that one rank trains alone.", DefaultValueFactory = _ => 3.0 };
        Option<double> gigabits = new("--gigabits") { Description = "Bandwidth of a link in one direction.", DefaultValueFactory = _ => 25.0 };
        Option<double> latency = new("--microseconds") { Description = "Latency of a message.", DefaultValueFactory = _ => 20.0 };
        Command command = new("scaling", "What a step takes on 1 to 1024 ranks: a model and a simulation, nothing measured.") { batch, images, gigabits, latency };
        command.SetAction(parsed => Run(
            ResNet50(parsed.GetValue(batch), parsed.GetValue(images)),
            new Network(parsed.GetValue(latency) * 1e-6, parsed.GetValue(gigabits) * 1e9 / 8),
            BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
    }

    /// <summary>With the paper's head of 2048 and 128: 25.6 million parameters less the classifier's 2, and 4.5 of the head.</summary>
    private static StepModel ResNet50(int batch, double imagesPerSecond) => new()
    {
        Batch = batch,
        ImagesPerSecond = imagesPerSecond,
        Parameters = 28e6,
        BatchNorms = 55,
        Channels = 500,
        LossRate = 50e9,
    };

    private static void Run(StepModel model, Network network, BenchmarkReport<Row> report)
    {
        double alone = model.Parts(network, 1).Values.Sum();
        double thirtyTwo = model.Parts(network, 32).Values.Sum() * 32;
        foreach (int ranks in RankCounts)
        {
            IReadOnlyDictionary<string, double> parts = model.Parts(network, ranks);
            double step = parts.Values.Sum();
            double late = 0.05 * parts["network"];
            report.Add(new Row(
                ranks,
                step,
                parts,
                parts["network"] + parts["loss"] + (ranks == 1 ? 0 : Simulated(network, model, new double[ranks])),
                parts["network"] + parts["loss"] + (ranks == 1 ? 0 : Simulated(network, model, [.. new double[ranks - 1], late])),
                alone / (step * ranks),
                thirtyTwo / (step * ranks)));
        }

        report.Save();
    }

    // Exchange by exchange, each begun when its rank has ended the one before.
    private static double Simulated(Network network, StepModel model, double[] start)
    {
        ExchangeSimulation simulation = new(network, start);
        int ranks = start.Length;
        ExchangeSimulation together = new(network, new double[ranks]);
        double first = Math.Min(simulation.DoublingAllGather(model.MomentBytes * ranks), simulation.RingAllGather(model.MomentBytes * ranks));
        double norms = Math.Min(together.DoublingAllGather(model.MomentBytes * ranks), together.RingAllGather(model.MomentBytes * ranks));
        double sums = Math.Min(together.DoublingAllReduce(model.SumBytes), together.RingAllReduce(model.SumBytes));
        double embeddings = together.RingAllGather(model.EmbeddingBytes) + together.RingAllReduce(model.EmbeddingBytes)
            + Math.Min(together.RingAllReduce(model.RowBytes), together.DoublingAllReduce(model.RowBytes));
        return first + (model.BatchNorms - 1) * norms + model.BatchNorms * sums + embeddings + together.RingAllReduce(model.GradientBytes);
    }

    private sealed record Row(
        int Ranks, double Step, IReadOnlyDictionary<string, double> Parts, double Simulated, double OneLate, double Efficiency, double FromThirtyTwo);
}
