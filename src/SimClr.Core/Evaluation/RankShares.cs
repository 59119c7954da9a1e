using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>A source of images shared among ranks: to each a run of consecutive ones.</summary>
internal static class RankShares
{
    /// <summary>This rank's images; none where there are fewer images than ranks.</summary>
    public static SubsetSource Of(IImageSource source, ICollective collective)
    {
        (int first, int count) = RankRange.Of(source.Count, collective.Rank, collective.Size);
        return new SubsetSource(source, [.. Enumerable.Range(first, count)]);
    }

    /// <summary>The features of all images from those of each rank's, in order.</summary>
    public static FeatureSet Gather(FeatureSet own, IImageSource source, ICollective collective)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = TensorTransfer.ToTensor(own.Values, [own.Count, own.Dimension], CPU);         // [n, F]
        using Tensor all = cat([.. collective.AllGather(rows)]);                                     // [N, F]
        return new FeatureSet(TensorTransfer.ToArray(all), own.Dimension, SourceLabels.Read(source), source.ClassNames);
    }
}
