using SimClr.Core.Distributed;
using SimClr.Core.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Ranks;

/// <summary>Gradients that are exchanged together, in one tensor. Owns what it holds from the first gradient until it is taken.</summary>
/// <param name="parameters">Of one type.</param>
/// <param name="ranks">At least two.</param>
/// <param name="wire">What they are exchanged in; null: as they are.</param>
internal sealed class GradientBucket(Parameter[] parameters, ICollective ranks, ScalarType? wire)
{
    private readonly long[] _starts = Starts(parameters);
    private readonly HashSet<int> _filled = [];
    private Tensor? _values;
    private IPendingCollective? _pending;

    /// <summary>Puts a parameter's gradient in.</summary>
    /// <param name="at">The parameter's place in the bucket.</param>
    /// <param name="more">Comes to what the parameter has; null: nothing.</param>
    public void Fill(int at, Tensor? more)
    {
        _values ??= zeros(_starts[^1], parameters[0].dtype).DetachFromDisposeScope();
        using Tensor place = _values.narrow(0, _starts[at], _starts[at + 1] - _starts[at]);
        using Tensor shaped = place.view(parameters[at].shape);
        using Tensor? own = parameters[at].grad;
        if (own is not null)
            shaped.copy_(own);
        if (more is not null)
            shaped.add_(more, Scalars.One);
        _filled.Add(at);
    }

    /// <summary>Whether all gradients are in.</summary>
    public bool IsFull => _filled.Count == parameters.Length;

    /// <summary>Begins the exchange, of what is not in yet with the parameters' gradients as they are.</summary>
    public void Begin()
    {
        for (int at = 0; at < parameters.Length; at++)
            if (!_filled.Contains(at))
                Fill(at, more: null);
        if (wire is { } type)
        {
            using Tensor whole = _values!;
            _values = whole.to(type).DetachFromDisposeScope();
        }

        _pending = ranks.BeginAllReduce(_values!);
    }

    /// <summary>Waits for the sums, and makes them the parameters' gradients.</summary>
    public void Take()
    {
        _pending!.Wait();
        for (int at = 0; at < parameters.Length; at++)
        {
            parameters[at].grad ??= zeros_like(parameters[at]);
            parameters[at].grad!.copy_(_values!.narrow(0, _starts[at], _starts[at + 1] - _starts[at]).view(parameters[at].shape));
        }

        _values!.Dispose();
        (_values, _pending) = (null, null);
        _filled.Clear();
    }

    private static long[] Starts(Parameter[] parameters)
    {
        long[] starts = new long[parameters.Length + 1];
        for (int at = 0; at < parameters.Length; at++)
            starts[at + 1] = starts[at] + parameters[at].NumberOfElements;
        return starts;
    }
}
