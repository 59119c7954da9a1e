using System.Diagnostics.CodeAnalysis;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// A loss over the embeddings of two views of the same N images: z1, z2 [N, D] to a scalar; row i of z1 and row i of z2 are a positive
/// pair.
/// </summary>
/// <remarks>
/// Inputs are borrowed and need not be normalised; the result is a new 0-dimensional tensor whose <c>backward()</c> reaches z1 and z2.
/// </remarks>
// A checkpoint names these by reflection: trimming must leave them.
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields)]
public abstract class ContrastiveLoss : nn.Module<Tensor, Tensor, Tensor>
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

    /// <summary>Checks what every contrastive loss needs.</summary>
    /// <exception cref="ArgumentException">
    /// The tensors are not two floating-point matrices [N, D] of one shape, type and device, or N or D is 0.
    /// </exception>
    protected internal static void CheckPair(Tensor z1, Tensor z2)
    {
        ArgumentNullException.ThrowIfNull(z1);
        ArgumentNullException.ThrowIfNull(z2);
        if (z1.Dimensions != 2 || z2.Dimensions != 2 || z1.shape[0] != z2.shape[0] || z1.shape[1] != z2.shape[1])
        {
            throw new ArgumentException(
                $"Expected two tensors of one shape [N, D], found [{string.Join(", ", z1.shape)}] and [{string.Join(", ", z2.shape)}].",
                nameof(z2));
        }

        if (z1.shape[0] == 0 || z1.shape[1] == 0)
        {
            throw new ArgumentException(
                $"Expected at least one pair and one dimension, found [{string.Join(", ", z1.shape)}].", nameof(z1));
        }

        if (!z1.is_floating_point() || z1.dtype != z2.dtype)
            throw new ArgumentException($"Expected two floating-point tensors of one type, found {z1.dtype} and {z2.dtype}.", nameof(z2));
        if (z1.device.type != z2.device.type || z1.device.index != z2.device.index)
            throw new ArgumentException($"Expected two tensors on one device, found {z1.device} and {z2.device}.", nameof(z2));
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
