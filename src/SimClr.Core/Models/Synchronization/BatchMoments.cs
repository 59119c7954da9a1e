using SimClr.Core.Distributed;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Synchronization;

/// <summary>What batch norm takes from a batch: each channel's mean and biased variance over so many values.</summary>
internal sealed record BatchMoments(double[] Mean, double[] Variance, long Count)
{
    /// <summary>Of a batch [N, C, ...], computed in double.</summary>
    public static BatchMoments Of(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] others = [.. Enumerable.Range(0, (int)input.Dimensions).Where(dimension => dimension != 1).Select(dimension => (long)dimension)];
        Tensor values = input.detach().to(ScalarType.Float64);
        Tensor mean = values.mean(others, keepdim: true);
        Tensor deviations = values - mean;
        Tensor variance = (deviations * deviations).mean(others);
        return new BatchMoments(TensorTransfer.ToDoubles(mean), TensorTransfer.ToDoubles(variance), input.NumberOfElements / input.shape[1]);
    }

    /// <summary>
    /// Those of all ranks together (Chan, Golub, LeVeque 1979), the same on each. A rank's own where it is alone.
    /// </summary>
    public static BatchMoments OverRanks(BatchMoments own, ICollective? ranks)
    {
        if (ranks is not { Size: > 1 })
            return own;
        using DisposeScope scope = NewDisposeScope();
        double[][] all = [.. ranks.AllGather(tensor([.. own.Mean, .. own.Variance, own.Count])).Select(TensorTransfer.ToDoubles)]; // [2C + 1] each
        int channels = own.Mean.Length;
        double count = all.Sum(rank => rank[^1]);
        (double[] mean, double[] variance) = (new double[channels], new double[channels]);
        for (int channel = 0; channel < channels; channel++)
        {
            mean[channel] = all.Sum(rank => rank[^1] / count * rank[channel]);
            variance[channel] = all.Sum(rank => rank[^1] / count * (rank[channels + channel] + Math.Pow(rank[channel] - mean[channel], 2)));
        }

        return new BatchMoments(mean, variance, (long)count);
    }

    /// <summary>1 / sqrt(variance + epsilon), C.</summary>
    public double[] InverseDeviations(double epsilon) => [.. Variance.Select(value => 1 / Math.Sqrt(value + epsilon))];
}
