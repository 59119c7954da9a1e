using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Callbacks;

/// <summary>
/// Keeps an exponential moving average (EMA) of the module's weights: after each step, average = decay average + (1 - decay) weights.
/// Buffers, such as batch norm's statistics, are taken over as they are.
/// </summary>
/// <remarks>
/// Early on the decay is (1 + step) / (10 + step) where that is smaller, so that the initial weights are soon forgotten (as in TensorFlow's
/// ExponentialMovingAverage and timm). The average is part of checkpoints. One instance serves one run at a time; it owns its tensors.
/// </remarks>
public sealed class WeightAverage : TrainingCallback, IStatefulCallback, IDisposable
{
    private readonly double _decay;
    private readonly Dictionary<string, Tensor> _average = [];
    private nn.Module? _module;
    private bool _disposed;

    /// <summary>Creates the callback.</summary>
    /// <param name="decay">In [0, 1); 0.999 by default, for runs of some ten thousand steps; less for shorter ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public WeightAverage(double decay = 0.999)
    {
        if (!(decay is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "Expected a decay of at least 0 and below 1.");
        _decay = decay;
    }

    /// <summary>True, the default: evaluations during the run, such as a <see cref="KnnMonitor"/>'s, take the average.</summary>
    public bool IsEvaluated { get; init; } = true;

    /// <inheritdoc/>
    public string StateName => "weight_average";

    /// <summary>The averaged parameters and buffers, by their names in the module; empty before the run. Borrowed.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _average;

    /// <inheritdoc/>
    public void Prepare(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ObjectDisposedException.ThrowIf(_disposed, this);
        Clear();
        _module = run.Task.Module;
        using IDisposable mode = no_grad();
        foreach ((string name, Tensor tensor) in _module.state_dict())
            _average.Add(name, tensor.detach().clone().DetachFromDisposeScope());
        if (IsEvaluated)
            run.EvaluateWith(this);
    }

    /// <inheritdoc/>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using IDisposable mode = no_grad();
        foreach ((string name, Tensor average) in _average)
            average.copy_(state[name]);
    }

    /// <inheritdoc/>
    public override void AfterStep(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        double decay = Math.Min(_decay, (1.0 + run.Step) / (10.0 + run.Step));
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        HashSet<string> parameters = [.. _module!.named_parameters().Select(item => item.name)];
        foreach ((string name, Tensor current) in _module.state_dict())
        {
            if (parameters.Contains(name))
                _average[name].lerp_(current, 1 - decay);
            else
                _average[name].copy_(current);
        }
    }

    /// <summary>Gives the average to a module of the same shape, for good: after the run, to its own or to a copy.</summary>
    /// <exception cref="InvalidOperationException">There has been no run.</exception>
    /// <exception cref="ObjectDisposedException">The callback has been disposed.</exception>
    /// <exception cref="ArgumentException">The module's tensors are others.</exception>
    public void CopyTo(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_average.Count == 0)
            throw new InvalidOperationException("There is no average yet: train with this callback first.");
        Dictionary<string, Tensor> target = module.state_dict();
        if (!target.Keys.ToHashSet().SetEquals(_average.Keys))
            throw new ArgumentException($"The average is of other tensors than those of {module.GetName()}.", nameof(module));
        using IDisposable mode = no_grad();
        foreach ((string name, Tensor average) in _average)
            target[name].copy_(average);
    }

    /// <summary>Gives the module the average, and its own weights back when the result is disposed.</summary>
    internal IDisposable Exchange()
    {
        Exchanged exchanged = new(_module!);
        CopyTo(_module!);
        return exchanged;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Clear();
    }

    private void Clear()
    {
        foreach (Tensor average in _average.Values)
            average.Dispose();
        _average.Clear();
    }

    private sealed class Exchanged : IDisposable
    {
        private readonly (Tensor Target, Tensor Copy)[] _own;

        public Exchanged(nn.Module module)
        {
            using IDisposable mode = no_grad();
            _own = [.. module.state_dict().Values.Select(tensor => (tensor, tensor.detach().clone().DetachFromDisposeScope()))];
        }

        public void Dispose()
        {
            using IDisposable mode = no_grad();
            foreach ((Tensor target, Tensor copy) in _own)
            {
                target.copy_(copy);
                copy.Dispose();
            }
        }
    }
}
