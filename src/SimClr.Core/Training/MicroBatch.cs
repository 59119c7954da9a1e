using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Some images of a batch that went through the network together.</summary>
/// <param name="Embeddings">[V*n, D], view by view.</param>
/// <param name="Views">V.</param>
/// <param name="Labels">[n], or empty.</param>
/// <param name="Representations">h [V*n, F] without a graph, where somebody looks at them; else null.</param>
internal sealed record MicroBatch(Tensor Embeddings, int Views, int[] Labels, Tensor? Representations);
