using System.CommandLine;
using System.Globalization;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr evaluate DIR</c>: what a model's vectors are worth for telling the classes of labeled pictures apart.</summary>
internal sealed class EvaluateCommand : CollectionCommand
{
    private const double HeldOut = 0.2;

    // One to hold out, one to choose by, one to learn from.
    private const int SmallestClass = 3;

    private readonly Option<DirectoryInfo?> _test = new("--test")
    {
        HelpName = "DIR",
        Description = "labeled pictures to test on [default: a fifth of each class of DIR]",
        Validators = { CommonOptions.RequireFolder },
    };

    private readonly Option<long> _seed = new("--seed") { HelpName = "N", Description = "chooses the pictures that are held out" };

    public EvaluateCommand()
        : base("evaluate", "Measures how well the vectors of labeled pictures tell their classes apart (linear classifier and nearest neighbors).")
    {
        Add(_test);
        Add(_seed);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CollectionWork work)
    {
        FeatureSet all = Labeled(work.Pictures);
        (FeatureSet train, FeatureSet test) = arguments.GetValue(_test) is { } folder
            ? (all, OfTest(work, folder, all))
            : all.HoldOut(HeldOut, arguments.GetValue(_seed));
        double linear = LinearProbe.Fit(train).Accuracy(test), nearest = KnnClassifier.Fit(train).Accuracy(test);
        return Task.FromResult(work.Session.Finish(
            [
                string.Create(CultureInfo.InvariantCulture, $"linear classifier {linear:0.0%}, nearest neighbors {nearest:0.0%}"),
                $"of {test.Count:N0} pictures of {test.ClassNames.Count} classes, from {train.Count:N0} labels",
            ],
            new { LinearAccuracy = linear, KnnAccuracy = nearest, Train = train.Count, Test = test.Count, Classes = test.ClassNames, work.Pictures.Embeddings.ModelId }));
    }

    private static FeatureSet Labeled(PictureCollection pictures)
    {
        if (pictures.Embeddings.ClassNames.Count < 2)
            throw new ToolException($"Expected pictures in a folder for each class, found no classes in {pictures.Folder}.");
        FeatureSet all = pictures.Embeddings.ToFeatureSet();
        int large = all.Labels.ToArray().CountBy(label => label).Count(label => label.Value >= SmallestClass);
        return large >= 2 ? all : throw new ToolException(
            $"Expected at least two classes of {SmallestClass} pictures or more in {pictures.Folder}, found {large}.");
    }

    private static FeatureSet OfTest(CollectionWork work, DirectoryInfo folder, FeatureSet train)
    {
        using PictureCollection pictures = work.Open(folder, Workspace.Of(folder, null));
        FeatureSet test = Labeled(pictures);
        return test.ClassNames.SequenceEqual(train.ClassNames) ? test : throw new ToolException(
            $"Expected the classes {string.Join(", ", train.ClassNames)} in {folder.FullName}, found {string.Join(", ", test.ClassNames)}.");
    }
}
