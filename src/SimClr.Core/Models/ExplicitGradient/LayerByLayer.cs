using static TorchSharp.torch;

namespace SimClr.Core.Models.ExplicitGradient;

/// <summary>
/// Has a model call its layers one by one until it is disposed, so that each can be watched. An encoder whose gradient is written out does
/// not call them otherwise.
/// </summary>
internal sealed class LayerByLayer : IDisposable
{
    private readonly ResNetEncoder? _encoder;
    private readonly bool _preferred;

    public LayerByLayer(nn.Module model)
    {
        _encoder = model.modules().Prepend(model).OfType<ResNetEncoder>().FirstOrDefault();
        if (_encoder is null)
            return;
        _preferred = _encoder.PrefersExplicitGradient;
        _encoder.PrefersExplicitGradient = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_encoder is not null)
            _encoder.PrefersExplicitGradient = _preferred;
    }
}
