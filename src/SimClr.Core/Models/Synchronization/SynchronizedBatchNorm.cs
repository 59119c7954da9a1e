using SimClr.Core.Distributed;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Synchronization;

/// <summary>Has all batch norms of a model normalize over the images of all ranks until it is disposed.</summary>
internal sealed class SynchronizedBatchNorm : IDisposable
{
    private readonly BatchNormLayer[] _layers;

    /// <param name="model">Its batch norms of this library are found; torch's own stay as they are.</param>
    /// <param name="ranks">All of them call the model together, in training mode.</param>
    public SynchronizedBatchNorm(nn.Module model, ICollective? ranks)
    {
        _layers = [.. model.modules().Prepend(model).OfType<BatchNormLayer>()];
        foreach (BatchNormLayer layer in _layers)
            layer.Collective = ranks;
    }

    /// <summary>Whether a model has running statistics that this does not reach: torch's own batch norm, or a custom one.</summary>
    public static bool IsIncomplete(nn.Module model)
        => model.buffers().Count(buffer => buffer.is_floating_point())
            > 2 * model.modules().Prepend(model).OfType<BatchNormLayer>().Count();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (BatchNormLayer layer in _layers)
            layer.Collective = null;
    }
}
