using System.CommandLine;
using System.Diagnostics;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>
/// The command <c>duplicates</c>: how many of planted copies are found, and how much of what is found was planted. Real duplicates of the
/// data count as mistakes.
/// </summary>
internal static class DuplicateBenchmark
{
    private const long Seed = 7;

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("copies", -16, row => row.Kind),
        new("planted", 9, row => row.Planted),
        new("recall", 9, row => row.Recall, "0.000"),
        new("precision", 11, row => row.Precision, "0.0000"),
        new("s", 9, row => row.Seconds, "0.0"),
        new("threshold", 11, row => row.Threshold, "0.000"),
    ];

    public static Command CreateCommand()
    {
        Option<int> images = new("--images") { Description = "Images of the test set.", DefaultValueFactory = _ => 2000 };
        Option<int> copied = new("--copied") { Description = "How many of them get a copy of each kind.", DefaultValueFactory = _ => 200 };
        Option<DirectoryInfo?> photographs = new("--photographs") { Description = "A folder of large photographs; their parts of 256 x 256 pixels take the place of the test set." };
        Option<int> neighbors = new("--neighbors") { Description = "Neighbors of each image that are compared.", DefaultValueFactory = _ => new DuplicateOptions().NeighborCount };
        Command command = new("duplicates", "Recall and precision on planted copies.") { CurationData.Cache, CurationData.Checkpoint, images, copied, neighbors, photographs };
        Option<DirectoryInfo?> folder = new("--data") { Description = "Folder with train/ and test/, or CIFAR's binary files." };
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            bool isPhotographs = parsed.GetValue(photographs) is not null;
            Image[] originals = isPhotographs
                ? PhotographTiles.Of(parsed.GetValue(photographs)!, parsed.GetValue(images))
                : Read(CurationData.Images(parsed.GetValue(folder)!, DatasetSplit.Test, parsed.GetValue(images)));
            Planted planted = Planted.In(originals, Math.Min(parsed.GetValue(copied), originals.Length), Seed);
            BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(parsed, Columns);
            InMemorySource source = new(planted.Images);
            EmbeddingSet vectors = CurationData.Vectors(
                parsed.GetValue(CurationData.Cache)!, $"{(isPhotographs ? "tiles" : "test")}-copies-{originals.Length}", source, parsed.GetValue(CurationData.Checkpoint));
            Measure(planted, new InspectedImages(vectors, ImageInspector.Inspect(source)), parsed.GetValue(neighbors), report);
            report.Save();
        });
        return command.WithReport();
    }

    private static Image[] Read(SubsetSource source) => [.. Enumerable.Range(0, source.Count).Select(source.Read)];

    private static void Measure(Planted planted, InspectedImages images, int neighbors, BenchmarkReport<Row> report)
    {
        long start = Stopwatch.GetTimestamp();
        DuplicateReport found = DuplicateFinder.Find(images, new DuplicateOptions { NeighborCount = neighbors });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int[] groups = new int[images.Count];
        foreach (DuplicateGroup group in found.Groups)
            foreach (int member in group.Duplicates.Select(pair => pair.Second).Append(group.Keep))
                groups[member] = group.Keep + 1;
        DuplicatePair[] pairs = [.. found.Groups.SelectMany(group => group.Duplicates)];
        foreach (DuplicatePair wrong in pairs.Where(pair => planted.Origin[pair.First] != planted.Origin[pair.Second]))
            Console.Error.WriteLine($"not planted: {planted.Origin[wrong.First]} and {planted.Origin[wrong.Second]}, {wrong.Reason}");
        bool IsFound(int copy) => groups[copy] > 0 && groups[copy] == groups[planted.Origin[copy]];
        for (int kind = 0; kind < PlantedCopies.Kinds.Length; kind++)
        {
            int[] copies = [.. planted.OfKind(kind)];
            report.Add(new Row(PlantedCopies.Kinds[kind], copies.Length, (double)copies.Count(IsFound) / copies.Length, null, null, null));
        }

        int[] all = [.. Enumerable.Range(planted.Originals, images.Count - planted.Originals)];
        double right = pairs.Count(pair => planted.Origin[pair.First] == planted.Origin[pair.Second]);
        report.Add(new Row("all", all.Length, (double)all.Count(IsFound) / all.Length, right / Math.Max(1, pairs.Length), seconds, found.Threshold!.Value));
    }

    private sealed record Row(string Kind, int Planted, double Recall, double? Precision, double? Seconds, double? Threshold);
}
