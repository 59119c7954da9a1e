using System.Diagnostics.CodeAnalysis;
using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>The encoder f: images [N, C, H, W] to representations h [N, F] (paper, section 2.1).</summary>
/// <remarks>
/// Derive from this class, or wrap any module in a <see cref="ModuleEncoder"/>. Inputs are borrowed, results are new tensors.
/// </remarks>
// A checkpoint names these by reflection: trimming must leave them.
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields)]
public abstract class Encoder : nn.Module<Tensor, Tensor>
{
    private bool _disposed;

    /// <summary>Creates an encoder.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="inputChannels">C, at least 1.</param>
    /// <param name="featureDimension">F, at least 1.</param>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    protected Encoder(string name, int inputChannels, int featureDimension)
        : base(NativeTorch.Loaded(name))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(featureDimension);
        InputChannels = inputChannels;
        FeatureDimension = featureDimension;
    }

    /// <summary>C, the number of channels of the images.</summary>
    public int InputChannels { get; }

    /// <summary>F, the length of a representation h.</summary>
    public int FeatureDimension { get; }

    /// <summary>
    /// Arithmetic of the layers, for logs and checkpoints: <see cref="Precision.Float32"/> by default, or
    /// <see cref="Precision.BFloat16"/>. An encoder with another overrides this.
    /// </summary>
    public virtual Precision Precision => Precision.Float32;

    /// <summary>
    /// What looks like a mistake when this encoder is trained on views of a size, a sentence each; the training run logs them as warnings.
    /// None by default.
    /// </summary>
    /// <param name="height">Height of the views.</param>
    /// <param name="width">Width of the views.</param>
    public virtual IEnumerable<string> Warnings(int height, int width) => [];

    /// <summary>
    /// Adds the operations of this encoder, as it is in evaluation mode, to a graph, so that it can be written as ONNX. To be overridden by
    /// an encoder that is to be exported.
    /// </summary>
    /// <param name="graph">Where weights and operations are added, the weights by their names in this module.</param>
    /// <param name="images">[N, C, H, W], in single precision; N is open, H and W are the graph's.</param>
    /// <returns>h [N, F].</returns>
    /// <exception cref="NotSupportedException">
    /// This encoder cannot be exported, or not for images of this size; the message says why.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The encoder has been disposed.</exception>
    public virtual GraphValue Describe(InferenceGraph graph, GraphValue images) => throw new NotSupportedException(
        $"{GetType().Name} cannot be exported: it does not override {nameof(Encoder)}.{nameof(Describe)}, which adds an encoder's "
        + $"operations to an {nameof(InferenceGraph)}. A module in a {nameof(ModuleEncoder)} needs an encoder class of its own for that.");

    /// <summary>
    /// This encoder in evaluation mode with its present weights, made for speed: computes the same but for rounding, knows no gradient,
    /// and does not follow later changes. The caller's; null where there is nothing faster than the encoder itself.
    /// </summary>
    internal virtual Encoder? CreateInferenceSnapshot() => null;

    /// <summary>
    /// Registers the fields' modules, parameters and buffers, to be called last in the constructor. They then live as long as this module,
    /// also where it is made within a dispose scope.
    /// </summary>
    protected override void RegisterComponents()
    {
        base.RegisterComponents();
        ModuleLifetime.Own(this);
    }

    /// <summary>To be called first by <see cref="Describe"/>; <see cref="CheckImages"/> does it, too.</summary>
    /// <exception cref="ObjectDisposedException">The encoder has been disposed.</exception>
    protected internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>Checks that the input is a batch of images with the expected number of channels.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    /// <exception cref="ObjectDisposedException">The encoder has been disposed.</exception>
    protected void CheckImages(Tensor input)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(input);
        if (input.Dimensions != 4 || input.shape[1] != InputChannels)
        {
            throw new ArgumentException(
                $"Expected images [N, {InputChannels}, H, W], found [{string.Join(", ", input.shape)}].", nameof(input));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A training or an extraction runs with it.</exception>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
            ModuleUse.RequireNone(this, nameof(Dispose));
        _disposed = true;
        base.Dispose(disposing);
    }
}
