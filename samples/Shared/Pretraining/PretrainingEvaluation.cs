using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Samples.Pictures;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>Measures what representations are worth.</summary>
internal sealed class PretrainingEvaluation(PretrainingData data, int threads)
{
    private const int NeighboursShown = 8;

    /// <summary>The representations that an encoder gives as it is now.</summary>
    public RepresentationPair Represent(Encoder encoder)
    {
        FeatureExtractor extractor = new(encoder, new FeatureExtractorOptions { Workers = threads, Preprocessing = data.Preprocessing });
        return new RepresentationPair(extractor.Extract(data.Training), data.Test is { } test ? extractor.Extract(test) : null);
    }

    /// <summary>The accuracies of the representations of labelled images.</summary>
    public static Score Score(RepresentationPair pair)
        => new(pair.Training.Dimension, new LinearProbe().Train(pair.Training).Accuracy(pair.Test!), new KnnClassifier(pair.Training).Accuracy(pair.Test!));

    /// <summary>The accuracies of the pixels of labelled images.</summary>
    public Score ScorePixels()
        => Score(new RepresentationPair(FeatureSet.FromPixels(data.Training, data.Preprocessing), FeatureSet.FromPixels(data.Test!, data.Preprocessing)));

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
