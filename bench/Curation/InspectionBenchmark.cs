using System.CommandLine;
using System.Diagnostics;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Curation;
using SimClr.Core.Data;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>
/// The command <c>inspection</c>: JPEG files a second from file to facts, and from file to duplicates. The time of the cores, too, which other work beside it changes little.
/// </summary>
internal static class InspectionBenchmark
{
    private const int Quality = 90;
    private const int Noise = 24;

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("files", 8, row => row.Files),
        new("KiB each", 10, row => row.KiB, "0"),
        new("facts, files/s", 16, row => row.FactsPerSecond, "0"),
        new("and duplicates, files/s", 25, row => row.DuplicatesPerSecond, "0"),
        new("core ms", 10, row => row.CoreMilliseconds, "0.0"),
        new("with both", 11, row => row.CoreMillisecondsOfBoth, "0.0"),
    ];

    public static Command CreateCommand()
    {
        Option<int> files = new("--files") { Description = "Number of files of 640 x 480 pixels.", DefaultValueFactory = _ => 500 };
        Command command = new("inspection", "JPEG files a second: facts and duplicates, decoding included.") { files };
        command.SetAction(parsed =>
        {
            BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(parsed, Columns);
            report.Add(Measure(parsed.GetValue(files)));
            report.Save();
        });
        return command.WithReport();
    }

    private static Row Measure(int count)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("simclr-inspection");
        try
        {
            string[] paths = [.. Enumerable.Range(0, count).Select(i => Path.Combine(folder.FullName, $"{i:00000}.jpg"))];
            SyntheticSource drawn = new(new SyntheticOptions { Count = count, Size = 640 });
            Parallel.For(0, count, i => File.WriteAllBytes(paths[i], PlantedCopies.Jpeg(Photograph(drawn.Read(i)), Quality)));
            ImageInspector.InspectFiles(paths[..Math.Min(20, count)]);
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<ImageFacts> facts = ImageInspector.InspectFiles(paths);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            TimeSpan afterFacts = Environment.CpuUsage.TotalTime;
            DuplicateFinder.Find(facts);
            double both = Stopwatch.GetElapsedTime(start).TotalSeconds;
            TimeSpan afterBoth = Environment.CpuUsage.TotalTime;
            return new Row(
                count,
                facts.Average(image => image.FileBytes) / 1024,
                count / seconds,
                count / both,
                (afterFacts - before).TotalMilliseconds / count,
                (afterBoth - before).TotalMilliseconds / count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The upper three quarters, with as much noise as a camera's: drawn shapes alone would compress too well.
    private static Image Photograph(Image drawn)
    {
        byte[] bytes = drawn.Bytes[..(640 * 480 * 3)].ToArray();
        uint state = 1;
        foreach (ref byte value in bytes.AsSpan())
        {
            state = state * 1664525 + 1013904223;
            value = (byte)Math.Clamp(value + (int)(state >> 24) % Noise - Noise / 2, 0, 255);
        }

        return new Image(bytes, 640, 480, 3);
    }

    private sealed record Row(int Files, double KiB, double FactsPerSecond, double DuplicatesPerSecond, double CoreMilliseconds, double CoreMillisecondsOfBoth);
}
