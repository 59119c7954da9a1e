using SimClr.Core.Tensors;

namespace SimClr.Core.Interop.PyTorch;

/// <summary>A tensor as it is pickled: a view of a storage, whose numbers nobody has checked.</summary>
internal sealed class PickledTensor(PickledStorage storage, object? offset, object? size, object? stride)
{
    // One tensor may have many names.
    private StorageView? _view;

    /// <summary>Checks the view against its storage.</summary>
    /// <param name="name">For messages.</param>
    /// <exception cref="WeightsException">It is none, or reaches beyond its storage.</exception>
    public StorageView ToView(string name) => _view ??= Check(name);

    private StorageView Check(string name)
    {
        if (offset is not (long and >= 0 and var first))
            throw new WeightsException($"tensor '{name}' begins at an offset that is no whole number from 0");
        long[] shape = Numbers(name, "shape", size);
        long[] strides = Numbers(name, "strides", stride);
        if (strides.Length != shape.Length)
            throw new WeightsException($"tensor '{name}' has {shape.Length} dimensions, but {strides.Length} strides");
        if (shape.Length > SafeTensorsEntry.MaximumDimensions)
            throw new WeightsException($"tensor '{name}' has {shape.Length} dimensions; at most {SafeTensorsEntry.MaximumDimensions} are read");
        // The last element's place; 64 products of 63 bits each are far from the end of 128.
        Int128 last = first;
        for (int i = 0; i < shape.Length; i++)
            last += (Int128)Math.Max(0, shape[i] - 1) * strides[i];
        bool isEmpty = Array.IndexOf(shape, 0) >= 0;
        if (isEmpty ? first > storage.Count : last >= storage.Count)
        {
            throw new WeightsException(
                $"tensor '{name}' reaches to element {(isEmpty ? first : last)} of its storage, which has {storage.Count}");
        }

        return new StorageView(storage, first, strides, new TensorForm(shape, storage.Elements.Scalar));
    }

    private static long[] Numbers(string name, string what, object? tuple)
    {
        if (tuple is not object?[] items || Array.Exists(items, item => item is not (long and >= 0)))
            throw new WeightsException($"the {what} of tensor '{name}' are no tuple of whole numbers from 0");
        return [.. items.Cast<long>()];
    }
}
