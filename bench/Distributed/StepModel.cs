namespace SimClr.Core.Benchmarks.Distributed;

/// <summary>What one training step of W ranks does, in seconds: docs/distributed.md explains each part.</summary>
internal sealed record StepModel
{
    private const int Float = 4;
    private const int Double = 8;

    /// <summary>Images of a batch, of all ranks together.</summary>
    public required int Batch { get; init; }

    /// <summary>Images a second that one rank trains, without any exchange.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Parameters of the model.</summary>
    public required double Parameters { get; init; }

    /// <summary>Batch norms of the model.</summary>
    public required int BatchNorms { get; init; }

    /// <summary>Channels of a batch norm, on average.</summary>
    public required int Channels { get; init; }

    /// <summary>Length of an embedding.</summary>
    public int Dimension { get; init; } = 128;

    /// <summary>Views of an image.</summary>
    public int Views { get; init; } = 2;

    /// <summary>Multiply-adds a second of one rank in the loss's matrix products.</summary>
    public required double LossRate { get; init; }

    /// <summary>What each rank tells of a batch norm's input: means, variances and a count.</summary>
    public double MomentBytes => (2 * Channels + 1) * Double;

    /// <summary>What is summed of a batch norm on the way back.</summary>
    public double SumBytes => 2 * Channels * Double;

    /// <summary>Embeddings of all ranks, or their gradient.</summary>
    public double EmbeddingBytes => (double)Views * Batch * Dimension * Float;

    /// <summary>One number for each view.</summary>
    public double RowBytes => (double)Views * Batch * Float;

    /// <summary>A number for each parameter.</summary>
    public double GradientBytes => Parameters * Float;

    /// <summary>The step's parts, in seconds.</summary>
    public IReadOnlyDictionary<string, double> Parts(Network network, int ranks)
    {
        ExchangeModel exchange = new(network, ranks);
        double rows = (double)Views * Batch;
        return new Dictionary<string, double>
        {
            ["network"] = Batch / (ImagesPerSecond * ranks),
            ["batch norm"] = ranks == 1 ? 0 : BatchNorms * (exchange.AllGather(MomentBytes * ranks) + exchange.AllReduce(SumBytes)),
            // Two products with every other view, by symmetry.
            ["loss"] = 2 * rows * rows * Dimension / (LossRate * ranks),
            ["embeddings"] = ranks == 1 ? 0 : exchange.AllGather(EmbeddingBytes) + exchange.AllReduce(EmbeddingBytes) + exchange.AllReduce(RowBytes),
            ["gradients"] = ranks == 1 ? 0 : exchange.AllReduce(GradientBytes),
        };
    }
}
