namespace SimClr.Core.Models.Inference;

/// <summary>One operation of an <see cref="InferenceGraph"/>.</summary>
/// <param name="Name">Its name, which no other operation has.</param>
/// <param name="Type">The ONNX operator.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Attributes">Its settings.</param>
internal sealed record GraphOperation(
    string Name,
    string Type,
    IReadOnlyList<GraphValue> Inputs,
    IReadOnlyList<GraphValue> Outputs,
    IReadOnlyList<GraphAttribute> Attributes);
