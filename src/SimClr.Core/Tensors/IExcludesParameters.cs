namespace SimClr.Core.Tensors;

/// <summary>
/// A module that names parameters of its own which weight decay and layer-wise adaptation are not for, besides biases and the scales and
/// shifts of normalization layers: position embeddings and class tokens, say (timm calls it no_weight_decay).
/// </summary>
/// <remarks>Asked by <c>ParameterGroups.Split</c>, for each module in a model.</remarks>
public interface IExcludesParameters
{
    /// <summary>Names of the parameters within this module, as its <c>named_parameters</c> has them.</summary>
    IEnumerable<string> ExcludedParameters { get; }
}
