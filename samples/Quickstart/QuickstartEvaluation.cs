using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Samples.Pictures;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>Measures what representations are worth.</summary>
internal sealed class QuickstartEvaluation(QuickstartData data, int threads)
{
    private const int NeighboursShown = 8;

    /// <summary>The representations that an encoder gives as it is now.</summary>
    public RepresentationPair Represent(Encoder encoder)
    {
        FeatureExtractor extractor = new(encoder, new FeatureExtractorOptions { Workers = threads, Preprocessing = data.Preprocessing });
        return new RepresentationPair(extractor.Extract(data.Training), data.Test is { } test ? extractor.Extract(test) : null);
    }

    /// <summary>The accuracies of trained and untrained encoder and of the pixels.</summary>
    public ScoreTable Score(RepresentationPair trained, RepresentationPair untrained)
    {
        RepresentationPair pixels = new(FeatureSet.FromPixels(data.Training, data.Preprocessing), FeatureSet.FromPixels(data.Test!, data.Preprocessing));
        return new ScoreTable(Score(trained), Score(untrained), Score(pixels));
    }

    /// <summary>Test images, or without labels some of the training images, and what is nearest to them among the training images.</summary>
    public ImageSheet Neighbours(RepresentationPair trained, int rows)
    {
        IImageSource source = data.Test ?? data.Training;
        IReadOnlyList<int> chosen = ExampleImages.Choose(source, rows);
        FeatureSet queries = (trained.Test ?? trained.Training).Subset([.. chosen]);
        // One more than shown: a training image finds itself.
        Neighbours found = new NeighbourSearch(trained.Training).Find(queries, Math.Min(NeighboursShown + 1, trained.Training.Count));
        return NeighbourSheet.Create(source, data.Training, [.. chosen.Select((query, row) => Row(found, row, query))]);
    }

    private static Score Score(RepresentationPair pair)
        => new(pair.Training.Dimension, new LinearProbe().Train(pair.Training).Accuracy(pair.Test!), new KnnClassifier(pair.Training).Accuracy(pair.Test!));

    private NeighbourRow Row(Neighbours found, int row, int query)
    {
        int? itself = data.Test is null ? query : null;
        List<Neighbour> neighbours = [];
        for (int rank = 0; rank < found.Count && neighbours.Count < NeighboursShown; rank++)
        {
            int index = found.Indices(row)[rank];
            if (index != itself)
                neighbours.Add(new Neighbour(index, found.Similarities(row)[rank]));
        }

        return new NeighbourRow(query, neighbours);
    }
}
