using System.Diagnostics.CodeAnalysis;
using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// The projection head g: representations h [N, F] to embeddings z [N, D], used in pretraining only (paper, section 2.1 and 4.2).
/// </summary>
/// <remarks>Inputs are borrowed, results are new tensors.</remarks>
// A checkpoint names these by reflection: trimming must leave them.
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields)]
public abstract class ProjectionHead : nn.Module<Tensor, Tensor>
{
    private bool _disposed;

    /// <summary>Creates a head.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="inputDimension">F, at least 1.</param>
    /// <param name="outputDimension">D, at least 1.</param>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    protected ProjectionHead(string name, int inputDimension, int outputDimension)
        : base(NativeTorch.Loaded(name))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputDimension);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputDimension);
        InputDimension = inputDimension;
        OutputDimension = outputDimension;
    }

    /// <summary>F, the length of a representation h.</summary>
    public int InputDimension { get; }

    /// <summary>D, the length of an embedding z.</summary>
    public int OutputDimension { get; }

    /// <summary>
    /// The length of each layer's output, in order; the last is the embedding's. A head that does not tell its layers apart is one layer.
    /// </summary>
    internal virtual IReadOnlyList<int> LayerDimensions => [OutputDimension];

    /// <summary>What the first layers give: hidden ones after their activation. New tensors, [N, D] each.</summary>
    /// <param name="input">h [N, F]; borrowed.</param>
    /// <param name="count">How many layers, in [1, number of <see cref="LayerDimensions"/>].</param>
    internal virtual IReadOnlyList<Tensor> LayerOutputs(Tensor input, int count) => [call(input)];

    /// <summary>
    /// Adds the operations of this head, as it is in evaluation mode, to a graph, so that it can be written as ONNX. To be overridden by a
    /// head that is to be exported.
    /// </summary>
    /// <param name="graph">Where weights and operations are added, the weights by their names in this module.</param>
    /// <param name="representations">h [N, F], in single precision; N is open.</param>
    /// <returns>z [N, D].</returns>
    /// <exception cref="NotSupportedException">This head cannot be exported.</exception>
    /// <exception cref="ObjectDisposedException">The head has been disposed.</exception>
    public virtual GraphValue Describe(InferenceGraph graph, GraphValue representations) => throw new NotSupportedException(
        $"{GetType().Name} cannot be exported: it does not override {nameof(ProjectionHead)}.{nameof(Describe)}, which adds a head's "
        + $"operations to an {nameof(InferenceGraph)}.");

    /// <summary>The same for the first layers, as <see cref="LayerOutputs"/> gives them.</summary>
    internal virtual IReadOnlyList<GraphValue> DescribeLayers(InferenceGraph graph, GraphValue representations, int count)
        => [Describe(graph, representations)];

    /// <summary>To be called first by a forward pass of your own, and by <see cref="Describe"/>.</summary>
    /// <exception cref="ObjectDisposedException">The head has been disposed.</exception>
    protected internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

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
    /// <exception cref="InvalidOperationException">A training runs with it.</exception>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
            ModuleUse.RequireNone(this, nameof(Dispose));
        _disposed = true;
        base.Dispose(disposing);
    }
}
