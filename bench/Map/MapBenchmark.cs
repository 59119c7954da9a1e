using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Map;

/// <summary>The command <c>map</c>: time, memory and quality of two-dimensional maps, from vectors to points.</summary>
internal static class MapBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("images", 9, row => row.Images),
        new("dimension", 11, row => row.Dimension),
        new("map s", 9, row => row.Seconds, "0.0"),
        new("processor s", 13, row => row.ProcessorSeconds, "0.0"),
        new("search s", 10, row => row.SearchSeconds, "0.0"),
        new("peak MiB", 10, row => ResidentMemory.ToMiB(row.PeakBytes), "0"),
        new("vectors MiB", 13, row => ResidentMemory.ToMiB(row.VectorBytes), "0"),
        new("trustworthiness", 17, row => row.Trustworthiness, "0.0000"),
        new("continuity", 12, row => row.Continuity, "0.0000"),
        new("in common", 11, row => row.NeighborOverlap, "0.000"),
        new("place us", 10, row => row.PlaceMicroseconds, "0"),
    ];

    public static Command CreateCommand()
    {
        Option<int[]> images = new("--images")
        {
            Description = "How many images are mapped.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [10_000, 50_000],
        };
        Option<int> dimension = new("--dimension") { Description = "Length of synthetic vectors.", DefaultValueFactory = _ => 256 };
        Option<FileInfo?> vectors = new("--vectors") { Description = "A file of vectors (.npy, .npz, .csv) in place of synthetic ones." };
        Option<DirectoryInfo?> output = new("--output")
        {
            Description = "Where vectors and points go as vectors-N.npy and points-N.npy, for map_sklearn.py.",
        };
        Command command = new("map", "Two-dimensional maps: time, memory and quality, each in a process of its own.") { images, dimension, vectors, output };
        command.SetAction(parsed => Run(
            parsed.GetValue(images)!,
            parsed.GetValue(dimension),
            parsed.GetValue(vectors),
            parsed.GetValue(output),
            BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
    }

    private static void Run(int[] images, int dimension, FileInfo? vectors, DirectoryInfo? output, BenchmarkReport<Row> report)
    {
        output?.Create();
        foreach (int count in images)
        {
            MapMeasurement measured = MapMeasurement.InOwnProcess(count, dimension, vectors, output);
            report.Add(new Row(
                measured.Images,
                measured.Dimension,
                measured.Seconds,
                measured.ProcessorSeconds,
                measured.SearchSeconds,
                measured.PeakBytes,
                4L * measured.Images * measured.Dimension,
                measured.Trustworthiness,
                measured.Continuity,
                measured.NeighborOverlap,
                measured.PlaceMicroseconds));
        }

        report.Save();
    }

    private sealed record Row(
        int Images,
        int Dimension,
        double Seconds,
        double ProcessorSeconds,
        double SearchSeconds,
        long PeakBytes,
        long VectorBytes,
        double Trustworthiness,
        double Continuity,
        double NeighborOverlap,
        double PlaceMicroseconds);
}
