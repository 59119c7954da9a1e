using System.Numerics;
using System.Numerics.Tensors;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Sobel's derivatives, separated: each is a smoothing (1 2 1) along one axis and a difference (-1 0 1) along the other.</summary>
internal static class SobelKernel
{
    private const float Scale = 1f / 4;

    /// <summary>Replaces the view's channels by their gradients.</summary>
    public static void Apply(View view, SobelOutput output)
    {
        ViewShape shape = view.Shape;
        int perChannel = output == SobelOutput.Gradients ? 2 : 1;
        ViewShape to = shape with { Channels = shape.Channels * perChannel };
        ReadOnlySpan<float> source = view.Pixels;
        Span<float> result = view.Prepare(to);
        Span<float> scratch = view.Scratch(2 * (shape.Width + 2));
        int area = shape.Height * shape.Width;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ReadOnlySpan<float> plane = source.Slice(channel * area, area);
            Span<float> target = result.Slice(channel * perChannel * area, perChannel * area);
            for (int row = 0; row < shape.Height; row++)
                FilterRow(plane, shape, row, scratch, target, output);
        }

        view.Commit(to);
    }

    private static void FilterRow(
        ReadOnlySpan<float> plane,
        ViewShape shape,
        int row,
        Span<float> scratch,
        Span<float> target,
        SobelOutput output)
    {
        int width = shape.Width;
        ReadOnlySpan<float> above = plane.Slice(PlaneGeometry.Mirror(row - 1, shape.Height) * width, width);
        ReadOnlySpan<float> here = plane.Slice(row * width, width);
        ReadOnlySpan<float> below = plane.Slice(PlaneGeometry.Mirror(row + 1, shape.Height) * width, width);
        Span<float> smooth = scratch[..(width + 2)];
        Span<float> difference = scratch[(width + 2)..];
        TensorPrimitives.MultiplyAdd(here, 2f, above, smooth.Slice(1, width));
        TensorPrimitives.Add(smooth.Slice(1, width), below, smooth.Slice(1, width));
        TensorPrimitives.Subtract(below, above, difference.Slice(1, width));
        MirrorEnds(smooth);
        MirrorEnds(difference);
        if (output == SobelOutput.Gradients)
            WriteGradients(smooth, difference, target.Slice(row * width, width), target.Slice(shape.Height * width + row * width, width));
        else
            WriteMagnitude(smooth, difference, target.Slice(row * width, width));
    }

    private static void WriteGradients(
        ReadOnlySpan<float> smooth,
        ReadOnlySpan<float> difference,
        Span<float> horizontal,
        Span<float> vertical)
    {
        for (int x = 0; x < horizontal.Length; x++)
        {
            horizontal[x] = 0.5f + (smooth[x + 2] - smooth[x]) * (Scale / 2);
            vertical[x] = 0.5f + (difference[x] + 2 * difference[x + 1] + difference[x + 2]) * (Scale / 2);
        }
    }

    private static void WriteMagnitude(ReadOnlySpan<float> smooth, ReadOnlySpan<float> difference, Span<float> target)
    {
        int step = Vector<float>.Count;
        int x = 0;
        for (; x <= target.Length - step; x += step)
        {
            Vector<float> horizontal = new Vector<float>(smooth[(x + 2)..]) - new Vector<float>(smooth[x..]);
            Vector<float> ends = new Vector<float>(difference[x..]) + new Vector<float>(difference[(x + 2)..]);
            Vector<float> vertical = ends + 2 * new Vector<float>(difference[(x + 1)..]);
            Vector<float> length = Vector.SquareRoot(horizontal * horizontal + vertical * vertical) * Scale;
            Vector.Min(length, Vector<float>.One).CopyTo(target[x..]);
        }

        for (; x < target.Length; x++)
        {
            float horizontal = smooth[x + 2] - smooth[x];
            float vertical = difference[x] + 2 * difference[x + 1] + difference[x + 2];
            target[x] = Math.Min(MathF.Sqrt(horizontal * horizontal + vertical * vertical) * Scale, 1);
        }
    }

    private static void MirrorEnds(Span<float> line)
    {
        int width = line.Length - 2;
        line[0] = line[1 + PlaneGeometry.Mirror(-1, width)];
        line[width + 1] = line[1 + PlaneGeometry.Mirror(width, width)];
    }
}
