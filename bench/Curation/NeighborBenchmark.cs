using System.CommandLine;
using System.Diagnostics;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Curation;
using SimClr.Core.Embeddings;
using SimClr.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>The command <c>neighbors</c>: time of the exact graph of nearest neighbors, beside its bare matrix products.</summary>
internal static class NeighborBenchmark
{
    private const int ProductRows = 1024;

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("images", 8, row => row.Images),
        new("dimension", 11, row => row.Dimension),
        new("k", 5, row => row.Neighbors),
        new("s", 9, row => row.Seconds, "0.00"),
        new("products alone, s", 20, row => row.ProductSeconds, "0.00"),
    ];

    public static Command CreateCommand()
    {
        Option<int[]> images = new("--images") { Description = "Sizes of sets.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000, 50_000] };
        Option<int> dimension = new("--dimension") { Description = "Length of a vector.", DefaultValueFactory = _ => 256 };
        Option<int> neighbors = new("--neighbors") { Description = "k.", DefaultValueFactory = _ => 10 };
        Command command = new("neighbors", "The exact graph of nearest neighbors, beside its bare products.") { images, dimension, neighbors };
        command.SetAction(parsed =>
        {
            BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(parsed, Columns);
            foreach (int count in parsed.GetValue(images)!)
                report.Add(Measure(count, parsed.GetValue(dimension), parsed.GetValue(neighbors)));
            report.Save();
        });
        return command.WithReport();
    }

    private static Row Measure(int images, int dimension, int neighbors)
    {
        RandomStream random = new(1);
        float[] values = new float[images * dimension];
        foreach (ref float value in values.AsSpan())
            value = (float)random.NextGaussian();
        EmbeddingSet set = new(values, dimension);
        NeighborGraph.Within(new EmbeddingSet(values[..(Math.Min(images, 2000) * dimension)], dimension), neighbors);
        return new Row(images, dimension, neighbors, Seconds(() => NeighborGraph.Within(set, neighbors)), Seconds(() => Products(images, dimension)));
    }

    private static void Products(int images, int dimension)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = ones(ProductRows, dimension), columns = ones(dimension, images);
        for (int first = 0; first < images; first += ProductRows)
            rows.narrow(0, 0, Math.Min(ProductRows, images - first)).mm(columns).Dispose();
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed record Row(int Images, int Dimension, int Neighbors, double Seconds, double ProductSeconds);
}
