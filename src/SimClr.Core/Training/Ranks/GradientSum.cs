using SimClr.Core.Distributed;
using SimClr.Core.Models.ExplicitGradient;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Ranks;

/// <summary>
/// Adds up the parameters' gradients over the ranks: each has that of its own images, and the sum is that of the whole batch. They go in
/// buckets, because an exchange of little takes as long as one of much, and where the gradient is written out a bucket goes off as soon as
/// its gradients are there, while the pass goes on.
/// </summary>
internal sealed class GradientSum
{
    private readonly List<GradientBucket> _buckets = [];
    private readonly Dictionary<Parameter, (int Bucket, int At)> _places = new(ReferenceEqualityComparer.Instance);
    private int _begun;

    /// <param name="parameters">Those that want a gradient, the same on every rank.</param>
    /// <param name="ranks">At least two.</param>
    /// <param name="options">Size of a bucket, and what goes over the wire.</param>
    public GradientSum(IEnumerable<Parameter> parameters, ICollective ranks, DistributedOptions options)
    {
        ScalarType? wire = options.ExchangeInBFloat16 ? ScalarType.BFloat16 : null;
        // From the back, as the gradients come.
        foreach (Parameter[] together in Split([.. parameters.Reverse()], options.BucketBytes))
        {
            for (int at = 0; at < together.Length; at++)
                _places[together[at]] = (_buckets.Count, at);
            _buckets.Add(new GradientBucket(together, ranks, wire));
        }
    }

    /// <summary>
    /// Listens to the last backward pass of a step until the result is disposed: the gradients that it announces are complete.
    /// </summary>
    public IDisposable Listen() => new GradientAnnouncement((parameter, gradient) =>
    {
        using IDisposable mode = no_grad();
        if (!_places.TryGetValue(parameter, out (int Bucket, int At) place) || place.Bucket < _begun)
            return;
        _buckets[place.Bucket].Fill(place.At, gradient);
        // One after the other: the ranks' exchanges must be in one order.
        while (_begun < _buckets.Count && _buckets[_begun].IsFull)
            _buckets[_begun++].Begin();
    });

    /// <summary>Replaces each gradient by the sum over the ranks. A parameter without one has zeros afterwards.</summary>
    public void Run()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        while (_begun < _buckets.Count)
            _buckets[_begun++].Begin();
        foreach (GradientBucket bucket in _buckets)
            bucket.Take();
        _begun = 0;
    }

    private static IEnumerable<Parameter[]> Split(Parameter[] parameters, int most)
    {
        List<Parameter> together = [];
        long bytes = 0;
        foreach (Parameter parameter in parameters)
        {
            long size = parameter.NumberOfElements * parameter.ElementSize;
            if (together.Count > 0 && (bytes + size > most || parameter.dtype != together[0].dtype))
            {
                yield return [.. together];
                together.Clear();
                bytes = 0;
            }

            together.Add(parameter);
            bytes += size;
        }

        yield return [.. together];
    }
}
