using System.Numerics;
using SimClr.Core.Evaluation;
using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Curation.Maps;

/// <summary>Compares the neighborhoods of images among their vectors and on a map.</summary>
internal sealed class NeighborhoodComparisons
{
    private const int BlockLength = 1 << 24;
    private const int BankRows = 8192;
    private const int MaximumRows = 256;
    private const float LargestMap = 1e9f;

    private readonly FeatureSet _vectors;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly int _count;

    /// <param name="vectors">The vectors.</param>
    /// <param name="points">Their places.</param>
    /// <param name="count">k.</param>
    public NeighborhoodComparisons(UnitVectors vectors, ReadOnlySpan<Vector2> points, int count)
    {
        (_vectors, _count) = (vectors.ToFeatureSet(), count);
        (_x, _y) = (new float[points.Length], new float[points.Length]);
        float scale = Scale(points);
        for (int i = 0; i < points.Length; i++)
            (_x[i], _y[i]) = (points[i].X * scale, points[i].Y * scale);
    }

    /// <summary>The sum over some images.</summary>
    public NeighborhoodComparison Of(int[] images, CancellationToken cancellationToken)
    {
        int rows = Math.Clamp(BlockLength / _vectors.Count, 1, MaximumRows);
        float[] similarities = new float[Math.Min(rows, images.Length) * _vectors.Count];
        NeighborhoodComparison sum = default;
        for (int first = 0; first < images.Length; first += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] block = images[first..Math.Min(first + rows, images.Length)];
            Compare(block, similarities);
            NeighborhoodComparison[] comparisons = new NeighborhoodComparison[block.Length];
            WorkUnits.Run(block.Length, row =>
                comparisons[row] = Of(block[row], similarities.AsSpan(row * _vectors.Count, _vectors.Count)));
            foreach (NeighborhoodComparison comparison in comparisons)
                sum += comparison;
        }

        return sum;
    }

    // Squares of distances on the map must not overflow.
    private static float Scale(ReadOnlySpan<Vector2> points)
    {
        float greatest = 0;
        foreach (Vector2 point in points)
            greatest = Math.Max(greatest, Math.Max(Math.Abs(point.X), Math.Abs(point.Y)));
        return greatest > LargestMap ? LargestMap / greatest : 1;
    }

    // The similarities of some images to all, [rows, n].
    private void Compare(int[] images, float[] similarities)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = FeatureTensors.ToTensor(_vectors, images, CPU); // [rows, D]
        Tensor all = empty(images.Length, _vectors.Count, dtype: ScalarType.Float32);
        for (int first = 0; first < _vectors.Count; first += BankRows)
        {
            using DisposeScope block = NewDisposeScope();
            int count = Math.Min(BankRows, _vectors.Count - first);
            Tensor bank = FeatureTensors.ToTensor(_vectors, first..(first + count), CPU);
            all.narrow(1, first, count).copy_(MatrixProduct.TimesTransposed(rows, bank)); // [rows, D] x [D, b] -> [rows, b]
        }

        TensorTransfer.CopyTo(all, similarities.AsSpan(0, images.Length * _vectors.Count));
    }

    private NeighborhoodComparison Of(int image, Span<float> similarities)
    {
        float[] closeness = new float[similarities.Length];
        for (int i = 0; i < closeness.Length; i++)
        {
            (float x, float y) = (_x[i] - _x[image], _y[i] - _y[image]);
            closeness[i] = -(x * x + y * y);
        }

        (similarities[image], closeness[image]) = (float.NegativeInfinity, float.NegativeInfinity);
        int[] amongVectors = Nearest(similarities);
        int[] onMap = Nearest(closeness);
        (long intrusion, long extrusion, long common) = (0, 0, 0);
        foreach (int other in onMap)
        {
            if (amongVectors.Contains(other))
                common++;
            else
                intrusion += Rank(similarities, other) - _count;
        }

        foreach (int other in amongVectors)
            if (!onMap.Contains(other))
                extrusion += Rank(closeness, other) - _count;
        return new NeighborhoodComparison(intrusion, extrusion, common);
    }

    private int[] Nearest(ReadOnlySpan<float> closeness)
    {
        int[] indices = new int[_count];
        GreatestSelection.Select(closeness, indices, new float[_count]);
        return indices;
    }

    // From 1: those that are closer, and the equally close ones before it.
    private static int Rank(ReadOnlySpan<float> closeness, int image)
    {
        float own = closeness[image];
        int rank = 1;
        int i = 0;
        Vector<int> counts = default;
        for (; i + Vector<float>.Count <= closeness.Length; i += Vector<float>.Count)
            counts -= Vector.GreaterThan(new Vector<float>(closeness[i..]), new Vector<float>(own));
        rank += Vector.Sum(counts);
        for (; i < closeness.Length; i++)
            rank += closeness[i] > own ? 1 : 0;
        for (i = 0; i < image; i++)
            rank += closeness[i] == own ? 1 : 0;
        return rank;
    }
}
