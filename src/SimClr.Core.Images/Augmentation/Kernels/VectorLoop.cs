using System.Numerics;
using System.Runtime.InteropServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Runs point and color operations over spans, a vector at a time.</summary>
internal static class VectorLoop
{
    /// <summary>Replaces every value by the operation's result.</summary>
    public static void Run<TOperation>(Span<float> values, TOperation operation)
        where TOperation : struct, IPointOperation
    {
        int step = Vector<float>.Count;
        ref float first = ref MemoryMarshal.GetReference(values);
        int at = 0;
        for (; at <= values.Length - step; at += step)
            operation.Apply(Vector.LoadUnsafe(ref first, (nuint)at)).StoreUnsafe(ref first, (nuint)at);
        if (at == values.Length)
            return;
        Span<float> padded = stackalloc float[step];
        Span<float> rest = values[at..];
        rest.CopyTo(padded);
        operation.Apply(new Vector<float>(padded)).CopyTo(padded);
        padded[..rest.Length].CopyTo(rest);
    }

    /// <summary>Replaces every pixel by the operation's result.</summary>
    public static void Run<TOperation>(Rgb pixels, TOperation operation)
        where TOperation : struct, IColorOperation
    {
        int step = Vector<float>.Count;
        int whole = pixels.Length - pixels.Length % step;
        RunWhole(pixels.Slice(0, whole), operation);
        if (whole == pixels.Length)
            return;
        Span<float> padded = stackalloc float[3 * step];
        Rgb block = new(padded[..step], padded.Slice(step, step), padded[(2 * step)..]);
        Rgb rest = pixels.Slice(whole, pixels.Length - whole);
        rest.CopyTo(block);
        RunWhole(block, operation);
        block.Slice(0, rest.Length).CopyTo(rest);
    }

    private static void RunWhole<TOperation>(Rgb pixels, TOperation operation)
        where TOperation : struct, IColorOperation
    {
        ref float red = ref MemoryMarshal.GetReference(pixels.Red);
        ref float green = ref MemoryMarshal.GetReference(pixels.Green);
        ref float blue = ref MemoryMarshal.GetReference(pixels.Blue);
        for (nuint at = 0; at < (nuint)pixels.Length; at += (nuint)Vector<float>.Count)
        {
            Vector<float> r = Vector.LoadUnsafe(ref red, at);
            Vector<float> g = Vector.LoadUnsafe(ref green, at);
            Vector<float> b = Vector.LoadUnsafe(ref blue, at);
            operation.Apply(ref r, ref g, ref b);
            r.StoreUnsafe(ref red, at);
            g.StoreUnsafe(ref green, at);
            b.StoreUnsafe(ref blue, at);
        }
    }
}
