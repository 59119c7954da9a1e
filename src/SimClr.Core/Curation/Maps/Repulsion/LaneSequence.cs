using System.Runtime.Intrinsics;

namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>Eight sequences of complex numbers side by side, one a lane, with room for a transform.</summary>
internal sealed class LaneSequence(int length)
{
    private Vector256<float>[] _spareReal = new Vector256<float>[length];
    private Vector256<float>[] _spareImaginary = new Vector256<float>[length];

    public Vector256<float>[] Real { get; private set; } = new Vector256<float>[length];

    public Vector256<float>[] Imaginary { get; private set; } = new Vector256<float>[length];

    public Vector256<float>[] SpareReal => _spareReal;

    public Vector256<float>[] SpareImaginary => _spareImaginary;

    /// <summary>Takes the spare room for the sequences, and theirs for the spare.</summary>
    public void TakeSpare()
    {
        (Real, _spareReal) = (_spareReal, Real);
        (Imaginary, _spareImaginary) = (_spareImaginary, Imaginary);
    }

    /// <summary>Exchanges the real and the imaginary parts: before and after a transform it makes the inverse one of it.</summary>
    public void ExchangeParts() => (Real, Imaginary) = (Imaginary, Real);
}
