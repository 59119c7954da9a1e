using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>What a <see cref="Precision"/> means for a layer.</summary>
internal static class PrecisionExtensions
{
    /// <summary><see cref="Precision.Auto"/> decided for this machine; the others as they are.</summary>
    public static Precision Resolve(this Precision precision) => precision switch
    {
        Precision.Auto => BFloat16Support.IsFast ? Precision.BFloat16 : Precision.Float32,
        _ => precision,
    };

    /// <summary>The type to multiply in; weights in double precision stay in it.</summary>
    public static ScalarType ArithmeticFor(this Precision precision, Tensor weight) => weight.dtype == ScalarType.Float64
        ? ScalarType.Float64
        : precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
}
