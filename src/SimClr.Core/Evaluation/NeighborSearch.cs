using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Exact search for the images of a bank whose features point in the most similar direction (cosine similarity).</summary>
/// <remarks>
/// Works in blocks: the matrix of all similarities never exists. An image whose features are all zero has similarity 0 to every other.
/// Keeps no tensors between calls; may be used by several threads.
/// </remarks>
public sealed class NeighborSearch
{
    private const int BlockLength = 1 << 24;
    private const int MaximumBlockRows = 1024;

    private readonly FeatureSet _bank;
    private readonly Device _device;

    /// <summary>Creates a search.</summary>
    /// <param name="bank">The images to find; needs no labels.</param>
    /// <param name="device">Where the similarities are computed; null is the CPU.</param>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public NeighborSearch(FeatureSet bank, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(bank);
        _bank = bank;
        _device = NativeTorch.OrCpu(device);
    }

    /// <summary>The bank's images nearest to each query.</summary>
    /// <param name="queries">Features of the bank's dimension.</param>
    /// <param name="count">k, in [1, size of the bank].</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    public Neighbors Find(FeatureSet queries, int count)
    {
        FeatureSetChecks.RequireDimension(queries, _bank.Dimension, nameof(queries));
        CheckCount(count, _bank.Count);
        return Search(queries, count, excludeSelf: false);
    }

    /// <summary>The bank's images nearest to each image of the bank, itself left out.</summary>
    /// <param name="count">k, in [1, size of the bank - 1].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    public Neighbors FindWithinBank(int count)
    {
        CheckCount(count, _bank.Count - 1);
        return Search(_bank, count, excludeSelf: true);
    }

    private static void CheckCount(int count, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, maximum);
    }

    private Neighbors Search(FeatureSet queries, int count, bool excludeSelf)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor bank = FeatureTensors.ToUnitTensor(_bank, new Range(0, _bank.Count), _device); // [n, F]
        int blockRows = Math.Clamp(BlockLength / _bank.Count, 1, Math.Min(MaximumBlockRows, queries.Count));
        float[] similarities = new float[checked(blockRows * _bank.Count)];
        int[] indices = new int[checked(queries.Count * count)];
        float[] greatest = new float[indices.Length];
        for (int first = 0; first < queries.Count; first += blockRows)
        {
            int start = first;
            int rows = Math.Min(blockRows, queries.Count - start);
            Compare(queries, start, rows, bank, similarities);
            Parallel.For(0, rows, row =>
            {
                Span<float> ofQuery = similarities.AsSpan(row * _bank.Count, _bank.Count);
                if (excludeSelf)
                    ofQuery[start + row] = float.NegativeInfinity;
                int at = (start + row) * count;
                GreatestSelection.Select(ofQuery, indices.AsSpan(at, count), greatest.AsSpan(at, count));
            });
        }

        return new Neighbors(queries.Count, count, indices, greatest);
    }

    private void Compare(FeatureSet queries, int first, int rows, Tensor bank, float[] similarities)
    {
        using DisposeScope scope = NewDisposeScope();
        // [rows, F] x [F, n] -> [rows, n]
        Tensor product = MatrixProduct.TimesTransposed(FeatureTensors.ToUnitTensor(queries, new Range(first, first + rows), _device), bank);
        TensorTransfer.CopyTo(product, similarities);
    }
}
