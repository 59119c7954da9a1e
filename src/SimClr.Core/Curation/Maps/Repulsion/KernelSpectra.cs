using System.Runtime.Intrinsics;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>The spectra of t-SNE's kernels on a grid: of 1 / (1 + d^2), and of the force d / (1 + d^2)^2 along x and along y.</summary>
/// <remarks>
/// Spectra are divided by what spreading and interpolation take away, and by the transform's factor. The first kernel is even, its spectrum
/// real; the forces are odd, their spectra imaginary: the imaginary part alone is kept.
/// </remarks>
internal sealed class KernelSpectra
{
    private KernelSpectra(int length)
        => (Potential, ForceX, ForceY) = (new Vector256<float>[length], new Vector256<float>[length], new Vector256<float>[length]);

    /// <summary>Of 1 / (1 + d^2), [strips, 2 M].</summary>
    public Vector256<float>[] Potential { get; }

    /// <summary>Of x / (1 + d^2)^2, its imaginary part.</summary>
    public Vector256<float>[] ForceX { get; }

    /// <summary>Of y / (1 + d^2)^2, its imaginary part.</summary>
    public Vector256<float>[] ForceY { get; }

    /// <summary>The kernels' spectra on a grid whose nodes lie a spacing apart.</summary>
    public static KernelSpectra Of(GridTransform grid, double spacing)
    {
        int length = grid.Length;
        float[] plane = Plane(grid, spacing);
        KernelSpectra spectra = new(grid.Strips * length);
        Vector256<float>[] real = new Vector256<float>[grid.Strips * length], imaginary = new Vector256<float>[grid.Strips * length];
        WorkUnits.Run(length / 16, unit => grid.Columns(
            unit * 16, length, (row, column) => Vector256.Create(plane.AsSpan(row * length + column, 8)), real, imaginary));
        double[] attenuation = [.. Enumerable.Range(0, length).Select(k => CubicSpline.Attenuation(k, length))];
        WorkUnits.Run(grid.Strips, strip =>
        {
            LaneSequence spectrum = grid.Rows(strip, length, real, imaginary);
            for (int x = 0; x < length; x++)
            {
                Vector256<float> factor = Factor(attenuation, x, strip, grid.Nodes);
                spectra.Potential[strip * length + x] = spectrum.Real[x] * factor;
                spectra.ForceX[strip * length + x] = spectrum.Imaginary[x] * factor;
            }

            grid.Return(spectrum);
        });
        WorkUnits.Run(grid.Strips, strip => spectra.TurnForce(strip, grid));
        return spectra;
    }

    // The even kernel and the force along x in one: their spectra are its real and its imaginary part. Distances beyond the nodes are
    // those of the other direction; where both meet, the odd kernel has to vanish.
    private static float[] Plane(GridTransform grid, double spacing)
    {
        int length = grid.Length;
        float[] plane = new float[length * length];
        for (int row = 0; row < length; row++)
        {
            double y = Math.Min(row, length - row) * spacing;
            for (int column = 0; column < length; column++)
            {
                double x = (column < grid.Nodes ? column : column - length) * spacing;
                double kernel = 1 / (1 + x * x + y * y);
                plane[row * length + column] = (float)(kernel + (column == grid.Nodes ? 0 : x * kernel * kernel));
            }
        }

        return plane;
    }

    private static Vector256<float> Factor(double[] attenuation, int x, int strip, int nodes)
    {
        Vector256<float> factor = default;
        for (int lane = 0; lane < Vector256<float>.Count && strip * 8 + lane <= nodes; lane++)
        {
            double both = attenuation[x] * attenuation[strip * 8 + lane];
            factor = factor.WithElement(lane, (float)(1 / (both * both * attenuation.Length * attenuation.Length)));
        }

        return factor;
    }

    // The force along y is that along x with the axes exchanged.
    private void TurnForce(int strip, GridTransform grid)
    {
        int length = grid.Length;
        for (int x = 0; x < length; x++)
        {
            int row = Math.Min(x, length - x);
            Vector256<float> turned = default;
            for (int lane = 0; lane < Vector256<float>.Count && strip * 8 + lane <= grid.Nodes; lane++)
                turned = turned.WithElement(lane, ForceX[row / 8 * length + strip * 8 + lane][row % 8]);
            ForceY[strip * length + x] = turned;
        }
    }
}
