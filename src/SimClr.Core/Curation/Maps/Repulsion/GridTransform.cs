using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>Fourier transforms of real planes, padded with zeros to twice the nodes a side, in strips of eight columns.</summary>
/// <remarks>
/// Of a real plane half of the spectrum is enough: the frequencies 0 to M of the rows' direction. They are kept in strips of eight, the last
/// of which holds frequency M alone: element (strip, x) has the eight of column x.
/// </remarks>
internal sealed class GridTransform
{
    private const int Width = 8;

    private readonly LaneFourier _fourier;
    private readonly ConcurrentBag<LaneSequence> _pool = [];

    /// <param name="nodes">M, a multiple of 16, such that 2 M is a length of <see cref="LaneFourier"/>.</param>
    public GridTransform(int nodes)
    {
        (Nodes, Length, Strips) = (nodes, 2 * nodes, nodes / Width + 1);
        _fourier = new LaneFourier(Length);
    }

    /// <summary>M, nodes a side.</summary>
    public int Nodes { get; }

    /// <summary>2 M, with the padding.</summary>
    public int Length { get; }

    /// <summary>Strips of eight frequencies that hold 0 to M.</summary>
    public int Strips { get; }

    /// <summary>Transforms along the columns, sixteen of them: a real sequence in the real parts, another one in the imaginary parts.</summary>
    /// <param name="first">The first of the columns.</param>
    /// <param name="side">Rows and columns of the plane, M or 2 M.</param>
    /// <param name="read">The sum of what eight columns of a row hold: row and column.</param>
    /// <param name="real">Receives the spectrum of each column, [strips, side].</param>
    /// <param name="imaginary">Its imaginary part.</param>
    public void Columns(int first, int side, Func<int, int, Vector256<float>> read, Vector256<float>[] real, Vector256<float>[] imaginary)
    {
        LaneSequence sequence = Rent();
        for (int row = 0; row < Length; row++)
        {
            sequence.Real[row] = row < side ? read(row, first) : default;
            sequence.Imaginary[row] = row < side ? read(row, first + Width) : default;
        }

        _fourier.Transform(sequence);
        Span<float> toReal = MemoryMarshal.Cast<Vector256<float>, float>(real.AsSpan());
        Span<float> toImaginary = MemoryMarshal.Cast<Vector256<float>, float>(imaginary.AsSpan());
        for (int k = 0; k <= Nodes; k++)
        {
            int mirrored = (Length - k) % Length;
            (Vector256<float> r, Vector256<float> i) = (sequence.Real[k], sequence.Imaginary[k]);
            (Vector256<float> mirroredR, Vector256<float> mirroredI) = (sequence.Real[mirrored], sequence.Imaginary[mirrored]);
            int to = (k / Width * side + first) * Width + k % Width;
            Scatter((r + mirroredR) * 0.5f, toReal[to..]);
            Scatter((i - mirroredI) * 0.5f, toImaginary[to..]);
            Scatter((i + mirroredI) * 0.5f, toReal[(to + Width * Width)..]);
            Scatter((mirroredR - r) * 0.5f, toImaginary[(to + Width * Width)..]);
        }

        Return(sequence);
    }

    /// <summary>Completes the transform of a strip along the rows.</summary>
    /// <param name="strip">Its number.</param>
    /// <param name="side">Columns of the plane, M or 2 M.</param>
    /// <param name="real">What <see cref="Columns"/> gave.</param>
    /// <param name="imaginary">Its imaginary part.</param>
    /// <returns>The spectrum, [2 M]; to be given back.</returns>
    public LaneSequence Rows(int strip, int side, Vector256<float>[] real, Vector256<float>[] imaginary)
    {
        LaneSequence sequence = Rent();
        real.AsSpan(strip * side, side).CopyTo(sequence.Real);
        imaginary.AsSpan(strip * side, side).CopyTo(sequence.Imaginary);
        sequence.Real.AsSpan(side).Clear();
        sequence.Imaginary.AsSpan(side).Clear();
        _fourier.Transform(sequence);
        return sequence;
    }

    /// <summary>Transforms a strip back along the rows, in place.</summary>
    public void InvertRows(LaneSequence sequence) => _fourier.Invert(sequence);

    /// <summary>Transforms eight columns back, in place: the spectra of two real planes become one's real, the other's imaginary part.</summary>
    public void InvertColumns(LaneSequence sequence) => _fourier.Invert(sequence);

    /// <summary>Room for a transform.</summary>
    public LaneSequence Rent() => _pool.TryTake(out LaneSequence? sequence) ? sequence : new LaneSequence(Length);

    /// <summary>Gives it back.</summary>
    public void Return(LaneSequence sequence) => _pool.Add(sequence);

    // One frequency of eight columns, which lie one vector apart.
    private static void Scatter(Vector256<float> values, Span<float> to)
    {
        to[7 * Width] = values[7];
        to[0] = values[0];
        to[Width] = values[1];
        to[2 * Width] = values[2];
        to[3 * Width] = values[3];
        to[4 * Width] = values[4];
        to[5 * Width] = values[5];
        to[6 * Width] = values[6];
    }
}
