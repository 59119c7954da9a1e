using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>Looks at the outputs of modules as they are computed, until it is disposed.</summary>
internal sealed class ForwardHooks : IDisposable
{
    private readonly List<Action> _removals = [];

    /// <summary>Shows a module's outputs to an observer, which must leave them as they are.</summary>
    public void Add(nn.Module<Tensor, Tensor> module, Action<Tensor> observe)
        => _removals.Add(module.register_forward_hook((_, _, output) =>
        {
            observe(output);
            return output;
        }).remove);

    public void Dispose()
    {
        foreach (Action remove in _removals)
            remove();
        _removals.Clear();
    }
}
