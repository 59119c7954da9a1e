using SimClr.Core.Models;
using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// Takes what an encoder gives as it goes by, so that nobody who looks at the representations of a batch has to compute them again.
/// </summary>
/// <remarks>Looking changes nothing: neither a bit of the pass nor its graph.</remarks>
internal sealed class RepresentationTap : IDisposable
{
    private readonly ForwardHooks _hooks = new();
    private readonly List<Tensor> _seen = [];

    /// <param name="encoder">Borrowed.</param>
    public RepresentationTap(Encoder encoder)
        => _hooks.Add(encoder, output => _seen.Add(output.detach().DetachFromDisposeScope()));

    /// <summary>What went by since the last call, one pass below the other, as a new tensor without a graph.</summary>
    /// <param name="rows">How many representations there must be.</param>
    /// <exception cref="InvalidOperationException">There are others: the task does not send each view through its encoder once.</exception>
    public Tensor Take(long rows)
    {
        if (_seen.Count == 0 || _seen.Sum(output => output.shape[0]) is var found && found != rows)
        {
            throw new InvalidOperationException(
                $"Expected the encoder to be called once for each view of a batch, {rows} in all, found {_seen.Sum(output => output.shape[0])}: "
                + "a callback that looks at representations needs a task that sends its views through its Encoder by call.");
        }

        using IDisposable mode = no_grad();
        Tensor all = cat(_seen);
        Clear();
        return all;
    }

    public void Dispose()
    {
        _hooks.Dispose();
        Clear();
    }

    private void Clear()
    {
        foreach (Tensor output in _seen)
            output.Dispose();
        _seen.Clear();
    }
}
