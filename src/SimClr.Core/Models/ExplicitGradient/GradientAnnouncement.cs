using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models.ExplicitGradient;

/// <summary>
/// Tells of each weight's gradient as soon as a backward pass of this thread has it, long before the pass is over, until it is disposed:
/// then it can be sent while the rest is computed. Only where the gradient is written out; autograd's own says nothing.
/// </summary>
internal sealed class GradientAnnouncement : IDisposable
{
    [ThreadStatic]
    private static Action<Parameter, Tensor>? _listener;

    /// <param name="listener">Gets the weight and the gradient that this pass adds to it; borrowed.</param>
    public GradientAnnouncement(Action<Parameter, Tensor> listener) => _listener = listener;

    /// <summary>A gradient is there.</summary>
    public static void Announce(Parameter parameter, Tensor gradient) => _listener?.Invoke(parameter, gradient);

    /// <inheritdoc/>
    public void Dispose() => _listener = null;
}
