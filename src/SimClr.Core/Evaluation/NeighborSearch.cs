using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Exact search for the images of a bank whose features point in the most similar direction (cosine similarity).</summary>
/// <remarks>
/// Works in blocks of queries and of the bank: neither the matrix of all similarities nor a second copy of the bank ever exists, so the
/// memory beside the result is bounded, for any bank and any number of neighbors. The blocks change nothing but the rounding of a
/// similarity. An image whose features are all zero has similarity 0 to every other.
/// Keeps no tensors between calls; may be used by several threads.
/// </remarks>
public sealed class NeighborSearch
{
    private const int BlockLength = 1 << 24;
    private const int BankBlockLength = 1 << 26;
    private const int MaximumBlockRows = 1024;

    private readonly FeatureSet _bank;
    private readonly Device _device;
    private readonly int _bankRows;
    private readonly int _queryRows;

    /// <summary>Creates a search.</summary>
    /// <param name="bank">The images to find; needs no labels.</param>
    /// <param name="device">Where the similarities are computed; null is the CPU.</param>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public NeighborSearch(FeatureSet bank, Device? device = null)
        : this(bank, device, Math.Min(BlockLength, BankBlockLength / (bank?.Dimension ?? 1)), MaximumBlockRows)
    {
    }

    /// <param name="bank">The images to find.</param>
    /// <param name="device">Where the similarities are computed; null is the CPU.</param>
    /// <param name="bankRows">The bank's images that are compared at once, at most; at least 1.</param>
    /// <param name="queryRows">The queries that they are compared with at once, at most.</param>
    internal NeighborSearch(FeatureSet? bank, Device? device, int bankRows, int queryRows)
    {
        ArgumentNullException.ThrowIfNull(bank);
        _bank = bank;
        _device = NativeTorch.OrCpu(device);
        _bankRows = Math.Clamp(bankRows, 1, bank.Count);
        _queryRows = Math.Clamp(BlockLength / _bankRows, 1, queryRows);
    }

    /// <summary>The bank's images nearest to each query.</summary>
    /// <param name="queries">Features of the bank's dimension.</param>
    /// <param name="count">k, in [1, size of the bank].</param>
    /// <exception cref="ArgumentException">The dimensions differ, or the neighbors are more than an array can hold.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    public Neighbors Find(FeatureSet queries, int count)
    {
        return Find(queries, count, progress: null, CancellationToken.None);
    }

    /// <summary>The same with reports on the pairs compared, and a way to stop it.</summary>
    internal Neighbors Find(FeatureSet queries, int count, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        FeatureSetChecks.RequireDimension(queries, _bank.Dimension, nameof(queries));
        CheckCount(count, _bank.Count);
        return Search(queries, 0..queries.Count, count, new Course(false, progress, cancellationToken));
    }

    /// <summary>The bank's images nearest to each image of the bank, itself left out.</summary>
    /// <param name="count">k, in [1, size of the bank - 1].</param>
    /// <exception cref="ArgumentException">The neighbors are more than an array can hold.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    public Neighbors FindWithinBank(int count) => FindWithinBank(count, progress: null, CancellationToken.None);

    /// <summary>The same with reports on the pairs compared, and a way to stop it.</summary>
    internal Neighbors FindWithinBank(int count, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        CheckCount(count, _bank.Count - 1);
        return Search(_bank, 0.._bank.Count, count, new Course(true, progress, cancellationToken));
    }

    /// <summary>The bank's images nearest to some of the queries, numbered from 0 in the result.</summary>
    internal Neighbors Find(FeatureSet queries, Range rows, int count)
    {
        CheckCount(count, _bank.Count);
        return Search(queries, rows, count, new Course(false, null, CancellationToken.None));
    }

    private static void CheckCount(int count, int maximum)
    {
        if (count < 1 || count > maximum)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"Expected 1 to {maximum} neighbors, as many as the bank has to offer, found {count}.");
        }
    }

    private Neighbors Search(FeatureSet queries, Range rows, int count, Course course)
    {
        (int start, int queryCount) = rows.GetOffsetAndLength(queries.Count);
        NearestSoFar nearest = new(queryCount, count);
        int blockRows = Math.Min(_queryRows, queryCount);
        long done = 0;
        using IDisposable noGradient = no_grad();
        for (int bankFirst = 0; bankFirst < _bank.Count; bankFirst += _bankRows)
        {
            using DisposeScope scope = NewDisposeScope();
            int bankCount = Math.Min(_bankRows, _bank.Count - bankFirst);
            Tensor bank = FeatureTensors.ToUnitTensor(_bank, bankFirst..(bankFirst + bankCount), _device); // [b, F]
            for (int first = 0; first < queryCount; first += blockRows)
            {
                course.Cancellation.ThrowIfCancellationRequested();
                int blockCount = Math.Min(blockRows, queryCount - first);
                using DisposeScope block = NewDisposeScope();
                // [rows, F] x [F, b] -> [rows, b]
                Tensor similarities = MatrixProduct.TimesTransposed(
                    FeatureTensors.ToUnitTensor(queries, (start + first)..(start + first + blockCount), _device), bank).cpu();
                Offer(similarities, nearest, first, bankFirst, course.ExcludesSelf ? start : null);
                done += (long)blockCount * bankCount;
                course.Progress?.Report((done, (long)queryCount * _bank.Count));
            }
        }

        return nearest.Result();
    }

    // In place: a copy to managed memory would cost as much as the selection.
    private static unsafe void Offer(Tensor similarities, NearestSoFar nearest, int first, int bankFirst, int? selfFrom)
    {
        (int rows, int length) = ((int)similarities.shape[0], (int)similarities.shape[1]);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(similarities.bytes));
        Parallel.For(0, rows, row =>
        {
            Span<float> ofQuery = new((float*)start + (long)row * length, length);
            nearest.Offer(first + row, ofQuery, bankFirst, selfFrom is { } from ? from + first + row - bankFirst : -1);
        });
    }

    private readonly record struct Course(bool ExcludesSelf, IProgress<(long Done, long All)>? Progress, CancellationToken Cancellation);
}
