using System.Numerics;
using System.Runtime.InteropServices;
using SimClr.Core.Data;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Samples of any type as floats, without scaling; float samples that are not finite become 0.</summary>
internal static class SampleConversion
{
    /// <summary>The factor that brings an image's samples to [0, 1].</summary>
    public static float Gain(Image image) => image.SampleType switch
    {
        SampleType.UInt8 => 1f / byte.MaxValue,
        SampleType.UInt16 => 1f / ushort.MaxValue,
        _ => 1,
    };

    /// <summary>Converts neighboring samples.</summary>
    public static void Read(Image image, int start, Span<float> result)
    {
        if (image.SampleType == SampleType.UInt8)
            FromBytes(image.Bytes.Slice(start, result.Length), result);
        else
            Read(image, start, 1, result);
    }

    /// <summary>Converts every stride-th sample.</summary>
    public static void Read(Image image, int start, int stride, Span<float> result)
    {
        int at = start;
        switch (image.SampleType)
        {
            case SampleType.UInt8:
                ReadOnlySpan<byte> bytes = image.Bytes;
                for (int x = 0; x < result.Length; x++, at += stride)
                    result[x] = bytes[at];
                break;
            case SampleType.UInt16:
                ReadOnlySpan<ushort> words = image.UInt16Samples;
                for (int x = 0; x < result.Length; x++, at += stride)
                    result[x] = words[at];
                break;
            default:
                ReadOnlySpan<float> floats = image.Floats;
                for (int x = 0; x < result.Length; x++, at += stride)
                    result[x] = float.IsFinite(floats[at]) ? floats[at] : 0;
                break;
        }
    }

    private static void FromBytes(ReadOnlySpan<byte> bytes, Span<float> result)
    {
        int step = Vector<byte>.Count;
        int at = 0;
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        ref float target = ref MemoryMarshal.GetReference(result);
        for (; at <= bytes.Length - step; at += step)
        {
            Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)at), out Vector<ushort> low, out Vector<ushort> high);
            Store(low, ref target, (nuint)at);
            Store(high, ref target, (nuint)(at + step / 2));
        }

        for (; at < bytes.Length; at++)
            result[at] = bytes[at];
    }

    private static void Store(Vector<ushort> values, ref float target, nuint at)
    {
        Vector.Widen(values, out Vector<uint> low, out Vector<uint> high);
        Vector.ConvertToSingle(Vector.AsVectorInt32(low)).StoreUnsafe(ref target, at);
        Vector.ConvertToSingle(Vector.AsVectorInt32(high)).StoreUnsafe(ref target, at + (nuint)Vector<float>.Count);
    }
}
