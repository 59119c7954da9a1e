namespace SimClr.Core;

/// <summary>Builds the pipelines that <see cref="SimClrServiceCollectionExtensions"/> describes, for the caller to own.</summary>
/// <remarks>
/// Take this from the container, and not a <see cref="SimClrPipeline"/>, where a pipeline should end before the container or scope does. A
/// container keeps every disposable service that it has made until it is disposed itself, also one that has been disposed since.
/// </remarks>
public interface ISimClrPipelineFactory
{
    /// <summary>Builds a pipeline; owned by the caller: dispose it.</summary>
    /// <inheritdoc cref="SimClrBuilder.Build" path="/exception"/>
    SimClrPipeline Create();
}
