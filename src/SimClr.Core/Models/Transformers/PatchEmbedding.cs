using SimClr.Core.Models.Inference;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Transformers;

/// <summary>Holds the patches' projection under timm's name.</summary>
internal sealed class PatchEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly PatchProjection proj;

    public PatchEmbedding(PatchProjection projection)
        : base(nameof(PatchEmbedding))
    {
        proj = projection;
        RegisterComponents();
    }

    public GraphValue Describe(InferenceGraph graph, GraphValue images, ModuleNames names) => proj.Describe(graph, images, names);

    public override Tensor forward(Tensor input) => proj.call(input);
}
