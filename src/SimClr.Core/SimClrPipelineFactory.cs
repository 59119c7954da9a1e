namespace SimClr.Core;

/// <inheritdoc cref="ISimClrPipelineFactory"/>
/// <param name="build">Builds one.</param>
internal sealed class SimClrPipelineFactory(Func<SimClrPipeline> build) : ISimClrPipelineFactory
{
    public SimClrPipeline Create() => build();
}
