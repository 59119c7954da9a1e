using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>The repulsion of many points, by interpolation on a grid.</summary>
/// <remarks>
/// The points are spread over a grid, convolved with the kernels by fast Fourier transforms, and interpolated: Linderman et al. 2019, <i>Fast
/// interpolation-based t-SNE for improved visualization of single-cell RNA-seq data</i>, with cubic splines in place of Lagrange polynomials.
/// One spectrum of the points serves all kernels, and the sum of all affinities follows from it without a transform back.
/// </remarks>
internal sealed class RepulsionField : IRepulsion
{
    // Planes that the points are spread over before they are added up: as many threads can work at once.
    private const int Parts = 4;
    private const int Width = 8;
    private const double LeastNormalization = 0.01;

    private GridTransform? _grid;
    private KernelSpectra? _kernels;
    private float[][] _density = [];
    private Vector256<float>[] _real = [];
    private Vector256<float>[] _imaginary = [];
    private Vector256<float>[][] _forces = [];
    private float[] _forceX = [];
    private float[] _forceY = [];
    private float _left;
    private float _bottom;
    private float _perSpacing;

    /// <summary>The grid of the present points.</summary>
    public GridShape Shape { get; private set; }

    /// <inheritdoc/>
    public double Normalization { get; private set; }

    /// <inheritdoc/>
    public void Update(float[] x, float[] y, float room)
    {
        (float left, float right) = Extent(x);
        (float bottom, float top) = Extent(y);
        Resize(Math.Max(right - left, top - bottom) * (1 + 2 * room));
        float half = (Shape.Nodes - 1) / 2f * Shape.Spacing;
        (_left, _bottom, _perSpacing) = ((left + right) / 2 - half, (bottom + top) / 2 - half, 1 / Shape.Spacing);
        WorkUnits.Run(Parts, part => Spread(part, x, y));
        WorkUnits.Run(Shape.Nodes / 16, unit => _grid!.Columns(unit * 16, Shape.Nodes, Density, _real, _imaginary));
        double[] sums = new double[_grid!.Strips];
        WorkUnits.Run(_grid.Strips, strip => sums[strip] = Convolve(strip));
        // Of a point's 1 with itself the spline has all but some thousandths: that much is not known of Z.
        Normalization = Math.Max(sums.Sum() - x.Length, LeastNormalization * x.Length);
        WorkUnits.Run(Shape.Nodes / Width, unit => TransformBack(unit * Width));
    }

    /// <inheritdoc/>
    /// <remarks>A place beyond the grid takes the force at its edge.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (float X, float Y) Force(float x, float y)
    {
        (int column, Vector128<float> horizontal) = Locate((x - _left) * _perSpacing);
        (int row, Vector128<float> vertical) = Locate((y - _bottom) * _perSpacing);
        int start = row * Shape.Nodes + column;
        Vector128<float> forceX = default, forceY = default;
        for (int i = 0; i < 4; i++, start += Shape.Nodes)
        {
            forceX += Vector128.Create(_forceX.AsSpan(start, 4)) * vertical[i];
            forceY += Vector128.Create(_forceY.AsSpan(start, 4)) * vertical[i];
        }

        forceX *= horizontal;
        forceY *= horizontal;
        return (forceX[0] + forceX[1] + (forceX[2] + forceX[3]), forceY[0] + forceY[1] + (forceY[2] + forceY[3]));
    }

    private static (float Least, float Greatest) Extent(float[] values)
    {
        (float least, float greatest) = (values[0], values[0]);
        foreach (float value in values)
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        return (least, greatest);
    }

    // The present grid stays while it has room, and is not far too large.
    private void Resize(float extent)
    {
        if (_grid is not null && extent <= Shape.Room && extent > Shape.Room / 3)
            return;
        GridShape shape = GridShape.For(extent);
        if (_grid is not null && shape == Shape)
            return;
        if (_grid?.Nodes != shape.Nodes)
        {
            _grid = new GridTransform(shape.Nodes);
            int area = shape.Nodes * shape.Nodes;
            _density = [.. Enumerable.Range(0, Parts).Select(_ => new float[area])];
            (_forceX, _forceY) = (new float[area], new float[area]);
            int length = _grid.Strips * shape.Nodes;
            (_real, _imaginary) = (new Vector256<float>[length], new Vector256<float>[length]);
            _forces = [.. Enumerable.Range(0, 4).Select(_ => new Vector256<float>[length])];
        }

        Shape = shape;
        _kernels = KernelSpectra.Of(_grid, shape.Spacing);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (int First, Vector128<float> Weights) Locate(float position)
    {
        position = Math.Clamp(position, 1, Shape.Nodes - 3);
        int node = (int)position;
        return (node - 1, CubicSpline.Weights(position - node));
    }

    private void Spread(int part, float[] x, float[] y)
    {
        float[] density = _density[part];
        Array.Clear(density);
        int end = (int)((long)x.Length * (part + 1) / Parts);
        for (int point = (int)((long)x.Length * part / Parts); point < end; point++)
        {
            (int column, Vector128<float> horizontal) = Locate((x[point] - _left) * _perSpacing);
            (int row, Vector128<float> vertical) = Locate((y[point] - _bottom) * _perSpacing);
            int start = row * Shape.Nodes + column;
            for (int i = 0; i < 4; i++, start += Shape.Nodes)
            {
                Span<float> nodes = density.AsSpan(start, 4);
                (Vector128.Create((ReadOnlySpan<float>)nodes) + horizontal * vertical[i]).CopyTo(nodes);
            }
        }
    }

    private Vector256<float> Density(int row, int column)
    {
        int start = row * Shape.Nodes + column;
        Vector256<float> sum = Vector256.Create(_density[0].AsSpan(start, Width));
        for (int part = 1; part < Parts; part++)
            sum += Vector256.Create(_density[part].AsSpan(start, Width));
        return sum;
    }

    // The spectrum times the kernels': the forces go back along the rows, the first kernel gives this strip's part of Z.
    private double Convolve(int strip)
    {
        (int nodes, int length) = (Shape.Nodes, _grid!.Length);
        LaneSequence points = _grid.Rows(strip, nodes, _real, _imaginary);
        LaneSequence forceX = _grid.Rent(), forceY = _grid.Rent();
        (Vector256<double> lower, Vector256<double> upper) = (default, default);
        for (int k = 0; k < length; k++)
        {
            (Vector256<float> real, Vector256<float> imaginary) = (points.Real[k], points.Imaginary[k]);
            (Vector256<float> ofX, Vector256<float> ofY) = (_kernels!.ForceX[strip * length + k], _kernels.ForceY[strip * length + k]);
            (forceX.Real[k], forceX.Imaginary[k]) = (-imaginary * ofX, real * ofX);
            (forceY.Real[k], forceY.Imaginary[k]) = (-imaginary * ofY, real * ofY);
            Vector256<float> power = (real * real + imaginary * imaginary) * _kernels.Potential[strip * length + k];
            lower += Vector256.WidenLower(power);
            upper += Vector256.WidenUpper(power);
        }

        _grid.InvertRows(forceX);
        _grid.InvertRows(forceY);
        for (int x = 0, to = strip; x < nodes; x++, to += _grid.Strips)
        {
            (_forces[0][to], _forces[1][to]) = (forceX.Real[x], forceX.Imaginary[x]);
            (_forces[2][to], _forces[3][to]) = (forceY.Real[x], forceY.Imaginary[x]);
        }

        _grid.Return(points);
        _grid.Return(forceX);
        _grid.Return(forceY);
        // All frequencies but 0 and the highest stand for their mirror image, too.
        double once = strip == 0 || strip == _grid.Strips - 1 ? lower[0] : 0;
        return 2 * (Lanes.Sum(lower) + Lanes.Sum(upper)) - once;
    }

    // Both forces in one: where their spectra are r and i, that of the complex plane is r + i times the imaginary unit.
    private void TransformBack(int column)
    {
        (int nodes, int length, int stride) = (Shape.Nodes, _grid!.Length, _grid.Strips * Width);
        LaneSequence sequence = _grid.Rent();
        Span<float> real = MemoryMarshal.Cast<Vector256<float>, float>(sequence.Real.AsSpan());
        Span<float> imaginary = MemoryMarshal.Cast<Vector256<float>, float>(sequence.Imaginary.AsSpan());
        for (int lane = 0; lane < Width; lane++)
        {
            int start = (column + lane) * stride;
            ReadOnlySpan<float> xReal = Of(0)[start..], xImaginary = Of(1)[start..], yReal = Of(2)[start..], yImaginary = Of(3)[start..];
            for (int k = 0; k <= nodes; k++)
            {
                int mirrored = (length - k) % length;
                real[mirrored * Width + lane] = xReal[k] + yImaginary[k];
                imaginary[mirrored * Width + lane] = yReal[k] - xImaginary[k];
                real[k * Width + lane] = xReal[k] - yImaginary[k];
                imaginary[k * Width + lane] = yReal[k] + xImaginary[k];
            }
        }

        _grid.InvertColumns(sequence);
        for (int row = 0; row < nodes; row++)
        {
            sequence.Real[row].CopyTo(_forceX.AsSpan(row * nodes + column));
            sequence.Imaginary[row].CopyTo(_forceY.AsSpan(row * nodes + column));
        }

        _grid.Return(sequence);

        ReadOnlySpan<float> Of(int plane) => MemoryMarshal.Cast<Vector256<float>, float>(_forces[plane].AsSpan());
    }
}
