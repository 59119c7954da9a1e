using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Collects the losses of single steps on the device and reads them in one go.</summary>
internal sealed class LossMeter : IDisposable
{
    private readonly List<Tensor> _pending = [];

    /// <summary>Takes over the loss of one step.</summary>
    public void Add(Tensor loss) => _pending.Add(loss.DetachFromDisposeScope());

    /// <summary>Reads the losses added since the last call, oldest first.</summary>
    public float[] Read()
    {
        if (_pending.Count == 0)
            return [];
        using DisposeScope scope = NewDisposeScope();
        float[] losses = stack(_pending).to(ScalarType.Float32, CPU).data<float>().ToArray();
        Dispose();
        return losses;
    }

    public void Dispose()
    {
        foreach (Tensor loss in _pending)
            loss.Dispose();
        _pending.Clear();
    }
}
