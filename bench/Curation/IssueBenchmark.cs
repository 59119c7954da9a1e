using System.CommandLine;
using System.Globalization;
using SimClr.Core.Augmentation;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Randomness;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>The command <c>issues</c>: planted outliers, and darkened, brightened, blurred and gray images, among others.</summary>
internal static class IssueBenchmark
{
    private const int Labeled = 10_000;
    private const int OutliersOfAClass = 10;

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("issue", -14, row => row.Issue),
        new("planted", 9, row => row.Planted),
        new("found", 8, row => row.Found),
        new("recall", 9, row => row.Recall, "0.000"),
        new("precision", 11, row => row.Precision, "0.000"),
        new("AUROC", 8, row => row.Auroc, "0.000"),
    ];

    public static Command CreateCommand()
    {
        Option<int> images = new("--images") { Description = "Images of the test set.", DefaultValueFactory = _ => 5000 };
        Option<int> planted = new("--planted") { Description = "Of each issue.", DefaultValueFactory = _ => 100 };
        Option<DirectoryInfo?> photographs = new("--photographs") { Description = "A folder of large photographs, whose parts take the place of the test set for all but outliers." };
        Command command = new("issues", "Recall and precision on planted outliers and faults.") { CurationData.Folder, CurationData.Cache, images, planted, photographs };
        command.SetAction(parsed =>
        {
            SubsetSource test = CurationData.Images(parsed.GetValue(CurationData.Folder)!, DatasetSplit.Test, parsed.GetValue(images));
            BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(parsed, Columns);
            SubsetSource train = CurationData.Images(parsed.GetValue(CurationData.Folder)!, DatasetSplit.Train, Labeled);
            Outliers(CurationData.Vectors(parsed.GetValue(CurationData.Cache)!, "train", train), report);
            Faults(
                parsed.GetValue(photographs) is { } folder
                    ? [.. PhotographTiles.Of(folder, parsed.GetValue(images)).Select(tile => tile.Image)]
                    : [.. Enumerable.Range(0, test.Count).Select(test.Read)],
                parsed.GetValue(planted),
                report);
            report.Save();
        });
        return command.WithReport();
    }

    // Each class as a set of its own, with a few images of other classes in it.
    private static void Outliers(EmbeddingSet vectors, BenchmarkReport<Row> report)
    {
        RandomStream random = new(1);
        ILookup<int, int> classes = Enumerable.Range(0, vectors.Count).ToLookup(i => vectors.GetLabel(i)!.Value);
        List<bool> isPlanted = [];
        List<double> scores = [];
        foreach (IGrouping<int, int> members in classes.OrderBy(members => members.Key))
        {
            int[] others = [.. Enumerable.Range(0, vectors.Count).Where(i => vectors.GetLabel(i) != members.Key)];
            random.Shuffle<int>(others);
            int[] images = [.. members, .. others[..OutliersOfAClass]];
            float[] values = [.. images.SelectMany(i => vectors.Row(i).ToArray())];
            scores.AddRange(OutlierFinder.Find(new EmbeddingSet(values, vectors.Dimension)).Scores);
            isPlanted.AddRange(images.Select((_, i) => i >= members.Count()));
        }

        foreach (double threshold in (double[])[0.55, 0.6, 0.65, 0.7, 0.75])
            report.Add(Row.Of(string.Create(CultureInfo.InvariantCulture, $"outlier, {threshold}"), [.. isPlanted], [.. Enumerable.Range(0, scores.Count).Where(i => scores[i] >= threshold)], scores));
    }

    private static void Faults(Image[] images, int planted, BenchmarkReport<Row> report)
    {
        (ImageIssueKind Kind, IAugmentation Change)[] changes =
        [
            (ImageIssueKind.Dark, new LambdaAugmentation("darken", view => Scale(view, 0.2f, 0))),
            (ImageIssueKind.Light, new LambdaAugmentation("brighten", view => Scale(view, 0.04f, 0.96f))),
            (ImageIssueKind.Blurry, new GaussianBlur(new GaussianBlurOptions { MinimumSigma = images[0].Width / 32.0, MaximumSigma = images[0].Width / 32.0 })),
            (ImageIssueKind.Gray, new RandomGrayscale(1)),
        ];
        foreach ((ImageIssueKind kind, IAugmentation change) in changes)
        {
            bool[] isPlanted = [.. Enumerable.Range(0, images.Length).Select(i => i % (images.Length / planted) == 0)];
            Image[] changed = [.. images.Select((image, i) => isPlanted[i] ? PlantedCopies.Apply(image, change, new RandomStream(i)) : image)];
            int[] found = [.. ImageIssueFinder.Find(ImageInspector.Inspect(new InMemorySource(changed))).Where(issue => issue.Kind == kind).Select(issue => issue.Index)];
            report.Add(Row.Of(kind.ToString(), isPlanted, found, null));
        }
    }

    private static void Scale(View view, float factor, float offset)
    {
        foreach (ref float value in view.Pixels)
            value = value * factor + offset;
    }

    private sealed record Row(string Issue, int Planted, int Found, double Recall, double Precision, double? Auroc)
    {
        public static Row Of(string issue, bool[] isPlanted, int[] found, IReadOnlyList<double>? scores)
        {
            (int planted, int right) = (isPlanted.Count(value => value), found.Count(image => isPlanted[image]));
            return new Row(issue, planted, found.Length, (double)right / planted, (double)right / Math.Max(1, found.Length), scores is null ? null : Area(isPlanted, scores));
        }

        // The chance that a planted image has a higher score than another one.
        private static double Area(bool[] isPlanted, IReadOnlyList<double> scores)
        {
            double[] usual = [.. scores.Where((_, i) => !isPlanted[i]).Order()];
            return scores.Where((_, i) => isPlanted[i]).Average(score => usual.Count(other => other < score) / (double)usual.Length);
        }
    }
}
