using System.CommandLine;
using System.Diagnostics;
using SimClr.Core.Augmentation;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>
/// The command <c>duplicates</c>: how many of planted copies are found, and how much of what is found was planted. What the data has twice
/// by itself counts neither as right nor as wrong, if a list names it: without a list all of it counts as wrong, and is printed to look at.
/// </summary>
internal static class DuplicateBenchmark
{
    private const long Seed = 7;

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("copies", -16, row => row.Kind),
        new("planted", 9, row => row.Planted),
        new("recall", 9, row => row.Recall, "0.000"),
        new("pairs", 8, row => row.Pairs),
        new("own", 6, row => row.Own),
        new("wrong", 7, row => row.Wrong),
        new("precision", 11, row => row.Precision, "0.0000"),
        new("s", 9, row => row.Seconds, "0.0"),
        new("threshold", 11, row => row.Threshold, "0.000"),
    ];

    private static readonly Option<int> ImageCount = new("--images") { Description = "Originals.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<int> Copied = new("--copied") { Description = "How many of them get a copy of each kind.", DefaultValueFactory = _ => 200 };
    private static readonly Option<int?> Part = new("--part") { Description = "0 or 1: every other image of the data only, to choose settings on one half and measure with the other." };
    private static readonly Option<DirectoryInfo?> Folder = new("--data") { Description = "Folder with train/ and test/, or CIFAR's binary files: originals are training images." };
    private static readonly Option<DirectoryInfo?> Photographs = new("--photographs") { Description = "A folder of photographs; their parts of 256 and 512 pixels are the originals." };
    private static readonly Option<FileInfo?> Same = new("--same") { Description = "Originals that show the same picture: two names in each line, with a tab between, as they are printed." };
    private static readonly Option<FileInfo?> Sheet = new("--sheet") { Description = "Writes the pairs that count as wrong to this PNG file." };
    private static readonly Option<int> Neighbors = new("--neighbors") { Description = "Images that each one is compared with.", DefaultValueFactory = _ => new DuplicateOptions().NeighborCount };
    private static readonly Option<DirectoryInfo?> Cache = new("--cache") { Description = "Candidates by the vectors of a network, which this folder keeps." };

    public static Command CreateCommand()
    {
        Command command = new("duplicates", "Recall and precision on planted copies.")
        {
            ImageCount, Copied, Part, Folder, Photographs, Same, Sheet, Neighbors, Cache, CurationData.Checkpoint,
        };
        command.SetAction(parsed =>
        {
            NamedImage[] originals = Originals(parsed);
            Planted planted = Planted.In([.. originals.Select(original => original.Image)], Math.Min(parsed.GetValue(Copied), originals.Length), Seed);
            Console.WriteLine($"{originals.Length} originals");
            BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(parsed, Columns);
            (DuplicateReport found, double seconds) = Find(planted, originals, parsed);
            DuplicatePair[] wrong = Measure(planted, originals, found, SamePictures.Read(parsed.GetValue(Same)), (report, seconds));
            foreach (DuplicatePair pair in wrong)
                Console.Error.WriteLine($"{originals[planted.Origin[pair.First]].Name}\t{originals[planted.Origin[pair.Second]].Name}\t{pair.Reason}");
            if (parsed.GetValue(Sheet) is { } sheet)
                PairSheet.Draw(sheet, [.. wrong.Select(pair => (planted.Images[pair.First], planted.Images[pair.Second]))]);
            report.Save();
        });
        return command.WithReport();
    }

    private static NamedImage[] Originals(ParseResult parsed)
    {
        (int count, int? part) = (parsed.GetValue(ImageCount), parsed.GetValue(Part));
        if (parsed.GetValue(Photographs) is { } photographs)
            return PhotographTiles.Of(photographs, count, part);
        IImageSource source = ImageDataset.Open((parsed.GetValue(Folder) ?? throw new ArgumentException("Expected --data or --photographs.")).FullName).Training;
        int[] all = [.. Enumerable.Range(0, source.Count).Where(i => part is null || i % 2 == part)];
        count = Math.Min(count, all.Length);
        return [.. Enumerable.Range(0, count).Select(i => all[(long)i * all.Length / count]).Select(i => new NamedImage($"{i}", source.Read(i)))];
    }

    private static (DuplicateReport Found, double Seconds) Find(Planted planted, NamedImage[] originals, ParseResult parsed)
    {
        InMemorySource source = new(planted.Images);
        IReadOnlyList<ImageFacts> facts = ImageInspector.Inspect(source);
        DuplicateOptions options = new() { NeighborCount = parsed.GetValue(Neighbors) };
        string name = $"{(parsed.GetValue(Photographs) is null ? "cifar" : "tiles")}{parsed.GetValue(Part)}-copies-{originals.Length}";
        EmbeddingSet? vectors = parsed.GetValue(Cache) is { } cache ? CurationData.Vectors(cache, name, source, parsed.GetValue(CurationData.Checkpoint)) : null;
        long start = Stopwatch.GetTimestamp();
        DuplicateReport found = vectors is null ? DuplicateFinder.Find(facts, options) : DuplicateFinder.Find(new InspectedImages(vectors, facts), options);
        return (found, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static DuplicatePair[] Measure(
        Planted planted, NamedImage[] originals, DuplicateReport found, SamePictures same, (BenchmarkReport<Row> Report, double Seconds) output)
    {
        int[] groups = new int[planted.Images.Count];
        foreach (DuplicateGroup group in found.Groups)
            foreach (int member in group.Duplicates.Select(pair => pair.Second).Append(group.Keep))
                groups[member] = group.Keep + 1;
        bool IsFound(int copy) => groups[copy] > 0 && groups[copy] == groups[planted.Origin[copy]];
        for (int kind = 0; kind < PlantedCopies.Kinds.Length; kind++)
        {
            int[] copies = [.. planted.OfKind(kind)];
            output.Report.Add(new Row(PlantedCopies.Kinds[kind], copies.Length, (double)copies.Count(IsFound) / copies.Length));
        }

        int[] all = [.. Enumerable.Range(planted.Originals, planted.Images.Count - planted.Originals)];
        DuplicatePair[] pairs = [.. found.Groups.SelectMany(group => group.Duplicates)];
        DuplicatePair[] others = [.. pairs.Where(pair => planted.Origin[pair.First] != planted.Origin[pair.Second])];
        DuplicatePair[] wrong = [.. others.Where(pair => !same.Are(originals[planted.Origin[pair.First]].Name, originals[planted.Origin[pair.Second]].Name))];
        int right = pairs.Length - others.Length;
        output.Report.Add(new Row("all", all.Length, (double)all.Count(IsFound) / all.Length)
        {
            Pairs = pairs.Length,
            Own = others.Length - wrong.Length,
            Wrong = wrong.Length,
            Precision = (double)right / Math.Max(1, right + wrong.Length),
            Seconds = output.Seconds,
            Threshold = found.Threshold!.Value,
        });
        return wrong;
    }

    private sealed record Row(string Kind, int Planted, double Recall)
    {
        public int? Pairs { get; init; }

        public int? Own { get; init; }

        public int? Wrong { get; init; }

        public double? Precision { get; init; }

        public double? Seconds { get; init; }

        public double? Threshold { get; init; }
    }
}
