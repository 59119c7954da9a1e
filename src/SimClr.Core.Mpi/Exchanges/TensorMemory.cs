using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Exchanges;

/// <summary>Where a tensor's values are. Keeps the memory alive, even if the tensor is disposed of meanwhile.</summary>
internal sealed unsafe class TensorMemory : IDisposable
{
    private readonly Tensor _values;

    private TensorMemory(Tensor values)
    {
        _values = values;
        Count = values.NumberOfElements;
        ElementSize = (int)values.ElementSize;
        Type = values.dtype;
        if (Count > 0)
        {
            // A span has at most int.MaxValue bytes; the address is that of the first value.
            using Tensor flat = values.view(-1), first = flat.narrow(0, 0, 1);
            Start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
        }
    }

    /// <summary>The address of the first value; 0 if there is none.</summary>
    public nint Start { get; }

    /// <summary>The number of values.</summary>
    public long Count { get; }

    /// <summary>Bytes of one value.</summary>
    public int ElementSize { get; }

    public ScalarType Type { get; }

    /// <summary>Bytes of all values.</summary>
    public long Bytes => Count * ElementSize;

    /// <summary>The memory of a tensor.</summary>
    /// <exception cref="ArgumentException">It is not dense, not contiguous or not on the CPU.</exception>
    public static TensorMemory Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.is_sparse)
            throw new ArgumentException("The tensor must be dense, but is sparse.", nameof(tensor));
        if (tensor.device_type != DeviceType.CPU)
            throw new ArgumentException($"The tensor must be on the CPU, but is on {tensor.device}.", nameof(tensor));
        if (!tensor.is_contiguous())
        {
            string strides = string.Join(", ", tensor.stride());
            throw new ArgumentException(
                $"The tensor must be contiguous, but its shape [{string.Join(", ", tensor.shape)}] has the strides [{strides}]; "
                + "contiguous() makes a copy that is.",
                nameof(tensor));
        }

        return new TensorMemory(tensor.detach().DetachFromDisposeScope());
    }

    /// <summary>The address of a value.</summary>
    public nint At(long index) => (nint)(Start + index * ElementSize);

    public void Dispose() => _values.Dispose();
}
