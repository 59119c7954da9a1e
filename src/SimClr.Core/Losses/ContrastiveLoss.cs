using System.Diagnostics.CodeAnalysis;
using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// A loss over the embeddings of several views of the same N images, an <see cref="EmbeddingBatch"/>, to a scalar.
/// </summary>
/// <remarks>
/// Inputs are borrowed and need not be normalized. The result is a new 0-dimensional tensor whose <c>backward()</c> reaches the embeddings.
/// Custom losses derive from <see cref="RowwiseLoss"/> where they can, which keeps memory small, and from this class otherwise.
/// </remarks>
// A checkpoint names these by reflection: trimming must leave them.
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields)]
public abstract class ContrastiveLoss : nn.Module<EmbeddingBatch, Tensor>
{
    private bool _disposed;

    /// <summary>Creates a loss.</summary>
    /// <param name="name">The module's name.</param>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    protected ContrastiveLoss(string name)
        : base(NativeTorch.Loaded(name))
    {
    }

    /// <summary>The loss of a batch of pairs, two views of each image.</summary>
    /// <param name="z1">Embeddings of the first views, [N, D], floating point; borrowed.</param>
    /// <param name="z2">
    /// Embeddings of the second views, [N, D], of the same type and on the same device; row i is the positive of z1's row i; borrowed.
    /// </param>
    /// <returns>A new scalar whose gradient reaches both.</returns>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit.</exception>
    /// <exception cref="ObjectDisposedException">The loss has been disposed.</exception>
    public Tensor call(Tensor z1, Tensor z2)
    {
        using DisposeScope scope = NewDisposeScope();
        return call(PairOf(z1, z2)).MoveToOuterDisposeScope();
    }

    /// <summary>Joins two views [N, D] into a batch, which belongs to the caller's dispose scope.</summary>
    /// <exception cref="ArgumentException">
    /// The tensors are not two floating-point matrices [N, D] of one shape, type and device, or N or D is 0.
    /// </exception>
    internal static EmbeddingBatch PairOf(Tensor z1, Tensor z2)
    {
        ArgumentNullException.ThrowIfNull(z1);
        ArgumentNullException.ThrowIfNull(z2);
        if (z1.Dimensions != 2 || !z1.shape.SequenceEqual(z2.shape) || z1.NumberOfElements == 0)
        {
            throw new ArgumentException(
                "Expected two tensors of one shape [N, D], N and D at least 1, "
                + $"found [{string.Join(", ", z1.shape)}] and [{string.Join(", ", z2.shape)}].",
                nameof(z2));
        }

        if (z1.dtype != z2.dtype)
            throw new ArgumentException($"Expected two floating-point tensors of one type, found {z1.dtype} and {z2.dtype}.", nameof(z2));
        if (z1.device.type != z2.device.type || z1.device.index != z2.device.index)
            throw new ArgumentException($"Expected two tensors on one device, found {z1.device} and {z2.device}.", nameof(z2));
        return new EmbeddingBatch(cat([z1, z2]), 2);
    }

    /// <summary>Checks that there are several views of each image, for a loss whose positives are these.</summary>
    /// <exception cref="ArgumentException">There is only one view.</exception>
    protected internal static void CheckViews(EmbeddingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Views < 2)
            throw new ArgumentException("Expected at least two views of each image, found one: no view has a positive.", nameof(batch));
    }

    /// <summary>Checks a temperature: 1e-6 to 1e6. Beyond, gradients overflow in single precision, or vanish.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    protected static void CheckTemperature(double temperature)
    {
        if (!(temperature is >= 1e-6 and <= 1e6))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "Expected a temperature from 1e-6 to 1e6.");
    }

    /// <summary>To be called first by a forward pass of your own.</summary>
    /// <exception cref="ObjectDisposedException">The loss has been disposed.</exception>
    protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>
    /// Registers the fields' modules, parameters and buffers, to be called last in the constructor. They then live as long as this module,
    /// also where it is made within a dispose scope.
    /// </summary>
    protected override void RegisterComponents()
    {
        base.RegisterComponents();
        ModuleLifetime.Own(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        base.Dispose(disposing);
    }
}
