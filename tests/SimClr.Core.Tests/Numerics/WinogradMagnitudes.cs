using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

/// <summary>
/// Winograd's F(2x2, 3x3) on the magnitudes of all operands, in double precision: what its rounding is relative to
/// (<see cref="RoundingBounds"/>). It is more than the same of a direct convolution, because sums of the transforms cancel.
/// </summary>
internal static class WinogradMagnitudes
{
    /// <summary>Roundings from an operand to the output besides those of the sum over the inputs: 2 additions in a row in the input's
    /// transform, 4 in the weights' (halving is exact), 4 in the output's.</summary>
    public const int TransformsOfConvolution = 10;

    /// <summary>The same for the gradient of the weights: 2, 2 and 4.</summary>
    public const int TransformsOfWeightGradient = 8;

    private static readonly double[,] _input = { { 1, 0, 1, 0 }, { 0, 1, 1, 0 }, { 0, 1, 1, 0 }, { 0, 1, 0, 1 } }; // |Bᵀ|
    private static readonly double[,] _weights = { { 1, 0, 0 }, { 0.5, 0.5, 0.5 }, { 0.5, 0.5, 0.5 }, { 0, 0, 1 } }; // |G|
    private static readonly double[,] _output = { { 1, 1, 1, 0 }, { 0, 1, 1, 1 } }; // |Aᵀ|

    /// <summary>Of the convolution of images [N, inputs, H, W] with a kernel [outputs, inputs, 3, 3].</summary>
    public static Tensor Convolution(Tensor images, Tensor kernel)
    {
        Tensor weights = Transform(_weights, "kcij", Magnitudes(kernel)); // [outputs, inputs, 4, 4]
        Tensor products = einsum("kcab,nctuab->nktuab", weights, Transform(_input, "nctuij", Tiles(images, size: 4, border: 1)));
        Tensor tiles = Transform(_output, "nktuij", products); // [N, outputs, rows, columns, 2, 2]
        Tensor rows = tiles.permute(0, 1, 2, 4, 3, 5).flatten(4, 5).flatten(2, 3);
        return rows[.., .., ..(int)images.shape[2], ..(int)images.shape[3]];
    }

    /// <summary>Of the gradient by the kernel, [outputs, inputs, 3, 3].</summary>
    public static Tensor WeightGradient(Tensor images, Tensor gradient)
    {
        Tensor inputs = Transform(_input, "nctuij", Tiles(images, size: 4, border: 1));
        Tensor gradients = Transform(Transposed(_output), "nktuij", Tiles(gradient, size: 2, border: 0));
        return Transform(Transposed(_weights), "kcij", einsum("nctuab,nktuab->kcab", inputs, gradients));
    }

    /// <summary>M v Mᵀ over the last two dimensions, which the names call i and j.</summary>
    private static Tensor Transform(double[,] matrix, string names, Tensor values)
    {
        Tensor factor = tensor(matrix);
        return einsum($"ai,{names},bj->{names[..^2]}ab", factor, values, factor);
    }

    /// <summary>Tiles [.., rows, columns, size, size] that begin two pixels apart.</summary>
    private static Tensor Tiles(Tensor images, long size, long border)
    {
        (long height, long width) = (images.shape[2], images.shape[3]);
        Tensor padded = nn.functional.pad(Magnitudes(images), [border, border + width % 2, border, border + height % 2]);
        return padded.unfold(2, size, 2).unfold(3, size, 2);
    }

    private static Tensor Magnitudes(Tensor values) => values.to(ScalarType.Float64).abs();

    private static double[,] Transposed(double[,] matrix)
    {
        double[,] transposed = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (int row = 0; row < matrix.GetLength(0); row++)
        {
            for (int column = 0; column < matrix.GetLength(1); column++)
                transposed[column, row] = matrix[row, column];
        }

        return transposed;
    }
}
