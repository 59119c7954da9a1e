using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Collects the losses of single steps on the device and reads them in one go.</summary>
internal sealed class LossMeter : IDisposable
{
    private readonly List<float> _known = [];
    private readonly List<Tensor> _pending = [];

    /// <summary>Takes over the loss of one step.</summary>
    public void Add(Tensor loss) => _pending.Add(loss.DetachFromDisposeScope());

    /// <summary>Reads the losses added since the last call, oldest first.</summary>
    public float[] Read()
    {
        float[] losses = Peek();
        _known.Clear();
        return losses;
    }

    /// <summary>Reads the same losses, but leaves them for <see cref="Read"/>.</summary>
    public float[] Peek()
    {
        if (_pending.Count > 0)
        {
            using DisposeScope scope = NewDisposeScope();
            _known.AddRange(stack(_pending).to(ScalarType.Float32, CPU).data<float>().ToArray());
            Dispose();
        }

        return [.. _known];
    }

    /// <summary>Puts losses that an earlier session saw before those of this one.</summary>
    public void Restore(IReadOnlyList<float> losses) => _known.InsertRange(0, losses);

    public void Dispose()
    {
        foreach (Tensor loss in _pending)
            loss.Dispose();
        _pending.Clear();
    }
}
