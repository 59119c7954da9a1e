using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Models;
using SimClr.Core.Samples.Pictures;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>Measures what representations are worth.</summary>
/// <param name="data">The images.</param>
/// <param name="sizes">Those of <see cref="PretrainingSetup.EvaluationSizes"/>.</param>
/// <param name="threads">For reading images.</param>
internal sealed class PretrainingEvaluation(PretrainingData data, IReadOnlyList<int> sizes, int threads)
{
    private const int NeighborsShown = 8;

    private static readonly int[] Usual = [PretrainingData.ImageSize];

    /// <summary>How many times the work on images of the usual size alone a representation is, about.</summary>
    public int Work => sizes.Count;

    /// <summary>The representations that an encoder gives as it is now.</summary>
    public RepresentationPair Represent(Encoder encoder) => Represent(encoder, sizes);

    /// <summary>What an encoder gives for images of the usual size alone.</summary>
    public RepresentationPair RepresentUsualSize(Encoder encoder) => Represent(encoder, Usual);

    /// <summary>
    /// The accuracies of what an encoder gives for images of the usual size; null where that is its representation, or there are no labels.
    /// </summary>
    public Score? ScoreUsualSize(Encoder encoder)
        => data.Test is null || sizes.SequenceEqual(Usual) ? null : Score(RepresentUsualSize(encoder));

    /// <summary>The accuracies of the representations of labelled images.</summary>
    public static Score Score(RepresentationPair pair)
    {
        ClassificationReport linear = LinearProbe.Fit(pair.Training).Evaluate(pair.Test!);
        return new Score(pair.Training.Dimension, linear.Accuracy, KnnClassifier.Fit(pair.Training).Accuracy(pair.Test!)) { Report = linear };
    }

    /// <summary>The accuracies of the pixels of labelled images.</summary>
    public Score ScorePixels()
        => Score(new RepresentationPair(FeatureSet.FromPixels(data.Training, data.Preprocessing), FeatureSet.FromPixels(data.Test!, data.Preprocessing)));

    /// <summary>
    /// Test images, or without labels some of the training images, and what is nearest to them among the training images.
    /// </summary>
    public ImageSheet Neighbors(RepresentationPair trained, int rows)
    {
        IImageSource source = data.Test ?? data.Training;
        IReadOnlyList<int> chosen = ExampleImages.Choose(source, rows);
        FeatureSet queries = (trained.Test ?? trained.Training).Subset([.. chosen]);
        // One more than shown: a training image finds itself.
        Neighbors found = new NeighborSearch(trained.Training).Find(queries, Math.Min(NeighborsShown + 1, trained.Training.Count));
        return NeighborSheet.Create(source, data.Training, [.. chosen.Select((query, row) => Row(found, row, query))]);
    }

    private RepresentationPair Represent(Encoder encoder, IReadOnlyList<int> at)
        => new(Extract(encoder, data.Training, at), data.Test is { } test ? Extract(encoder, test, at) : null);

    // Each size from the image itself, so nothing is done to it before.
    private FeatureSet Extract(Encoder encoder, IImageSource source, IReadOnlyList<int> at)
        => new FeatureExtractor(
            encoder,
            new FeatureExtractorOptions { Workers = threads, ReadOut = new ReadOut { Views = EvaluationViews.Sizes([.. at]) } })
            .Extract(source);

    private NeighborRow Row(Neighbors found, int row, int query)
    {
        int? itself = data.Test is null ? query : null;
        List<Neighbor> neighbors = [];
        for (int rank = 0; rank < found.Count && neighbors.Count < NeighborsShown; rank++)
        {
            int index = found.Indices(row)[rank];
            if (index != itself)
                neighbors.Add(new Neighbor(index, found.Similarities(row)[rank]));
        }

        return new NeighborRow(query, neighbors);
    }
}
