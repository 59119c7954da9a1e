using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>Encoder and projection head together: images [N, C, H, W] to (h [N, F], z [N, D]) (paper, section 2.1).</summary>
public sealed class SimClrModel : nn.Module<Tensor, (Tensor Representation, Tensor Embedding)>
{
    private readonly Encoder encoder;
    private readonly ProjectionHead projection_head;

    /// <summary>Joins an encoder and a head; both are disposed with the model.</summary>
    /// <exception cref="ArgumentException">The head's input is not as long as the encoder's representation.</exception>
    public SimClrModel(Encoder encoder, ProjectionHead projectionHead)
        : base(nameof(SimClrModel))
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(projectionHead);
        if (projectionHead.InputDimension != encoder.FeatureDimension)
        {
            throw new ArgumentException(
                $"The encoder gives representations of length {encoder.FeatureDimension}, but the projection head expects {projectionHead.InputDimension}.",
                nameof(projectionHead));
        }

        this.encoder = encoder;
        projection_head = projectionHead;
        RegisterComponents();
        ModuleLifetime.Own(this);
    }

    /// <summary>f, the encoder.</summary>
    public Encoder Encoder => encoder;

    /// <summary>g, the projection head.</summary>
    public ProjectionHead ProjectionHead => projection_head;

    /// <summary>Computes representations and embeddings in one pass.</summary>
    /// <param name="input">
    /// Images [N, C, H, W]; borrowed. In training both views go through together, [2N, C, H, W], so that batch norm sees both.
    /// </param>
    /// <returns>h [N, F] and z [N, D].</returns>
    public override (Tensor Representation, Tensor Embedding) forward(Tensor input)
    {
        Tensor representation = encoder.call(input); // [N, F]
        return (representation, projection_head.call(representation)); // [N, F], [N, D]
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A training or an extraction runs with it.</exception>
    protected override void Dispose(bool disposing)
    {
        // Before any of its parts is gone.
        if (disposing)
            ModuleUse.RequireNone(this, nameof(Dispose));
        base.Dispose(disposing);
    }
}
