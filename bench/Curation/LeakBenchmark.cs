using System.CommandLine;
using System.Diagnostics;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Curation;
using SimClr.Core.Data;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>The command <c>leaks</c>: test images that the training set has, too, and a sheet of them to look at.</summary>
internal static class LeakBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("train", 8, row => row.Train),
        new("test", 8, row => row.Test),
        new("exact", 8, row => row.Exact),
        new("near", 8, row => row.Near),
        new("of test, %", 12, row => 100 * row.Part, "0.00"),
        new("other label", 13, row => row.OtherLabel),
        new("threshold", 11, row => row.Threshold, "0.000"),
        new("s", 8, row => row.Seconds, "0"),
    ];

    public static Command CreateCommand()
    {
        Option<FileInfo?> sheet = new("--sheet") { Description = "Writes the pairs to this PNG file, test image left." };
        Command command = new("leaks", "Test images that the training set has, too.") { CurationData.Folder, CurationData.Cache, CurationData.Checkpoint, sheet };
        command.SetAction(parsed =>
        {
            ImageDataset data = ImageDataset.Open(parsed.GetValue(CurationData.Folder)!.FullName);
            IImageSource test = data.Test ?? throw new ArgumentException("The data has no test images.");
            InspectedImages known = Inspect("train"), unseen = Inspect("test");
            BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(parsed, Columns);
            long start = Stopwatch.GetTimestamp();
            LeakReport found = DuplicateFinder.FindLeaks(known, unseen);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            int exact = found.Leaks.Count(pair => pair.Kind == DuplicateKind.Exact);
            report.Add(new Row(
                known.Count,
                unseen.Count,
                exact,
                found.Leaks.Count - exact,
                (double)found.Leaks.Count / unseen.Count,
                found.Leaks.Count(pair => test.GetLabel(pair.First) != data.Training.GetLabel(pair.Second)),
                found.Threshold.Value,
                seconds));
            report.Save();
            if (parsed.GetValue(sheet) is { } file)
                PairSheet.Draw(file, [.. found.Leaks.Select(pair => (test.Read(pair.First), data.Training.Read(pair.Second)))]);

            InspectedImages Inspect(string split)
            {
                IImageSource images = split == "test" ? test : data.Training;
                return new InspectedImages(
                    CurationData.Vectors(parsed.GetValue(CurationData.Cache)!, split, images, parsed.GetValue(CurationData.Checkpoint)), ImageInspector.Inspect(images));
            }
        });
        return command.WithReport();
    }

    private sealed record Row(int Train, int Test, int Exact, int Near, double Part, int OtherLabel, double Threshold, double Seconds);
}
