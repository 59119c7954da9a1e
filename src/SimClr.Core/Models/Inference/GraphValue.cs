namespace SimClr.Core.Models.Inference;

/// <summary>A value in an <see cref="InferenceGraph"/>: the images, a weight, a constant, or the result of an operation.</summary>
/// <remarks>Made by a graph, and of use in that graph alone.</remarks>
public sealed class GraphValue
{
    internal GraphValue(InferenceGraph graph, string name, bool isResult)
        => (Graph, Name, IsResult) = (graph, name, isResult);

    internal InferenceGraph Graph { get; }

    internal string Name { get; set; }

    /// <summary>Whether an operation gives it, so that its name is free to choose.</summary>
    internal bool IsResult { get; }

    /// <summary>The name that the value has in the graph; that of a result may change until the graph is written.</summary>
    public override string ToString() => Name;
}
