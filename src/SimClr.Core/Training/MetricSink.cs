using SimClr.Core.Evaluation;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// Takes named scalars. A metric is added here, in one place, and appears by itself in progress reports, epoch summaries, logs, TensorBoard
/// and checkpoints.
/// </summary>
/// <remarks>
/// What is added during a step counts in the report that follows, and in the epoch as the mean over its measured steps. What is added in
/// <see cref="TrainingCallback.AfterEpoch"/> stands for the epoch as it is. Used from the training thread only.
/// </remarks>
public sealed class MetricSink
{
    private readonly OrderedDictionary<string, (Tensor? Pending, float Value)> _added = [];

    internal MetricSink()
    {
    }

    /// <summary>Adds a value. One of the same name that has not been read yet is replaced.</summary>
    /// <param name="name">A short name such as <c>top1</c>; with a slash (<c>evaluation/top1</c>) to group it apart from the step's.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public void Add(string name, double value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Set(name, null, (float)value);
    }

    /// <summary>Adds a value that may still be on its way on the device; it is read together with others, when a report needs it.</summary>
    /// <param name="name">As for <see cref="Add(string, double)"/>.</param>
    /// <param name="value">One number, of any type; borrowed.</param>
    /// <exception cref="ArgumentException">The name is empty, or the tensor does not hold exactly one number.</exception>
    public void Add(string name, Tensor value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        if (value.NumberOfElements != 1)
            throw new ArgumentException($"The metric '{name}' must be one number, but is [{string.Join(", ", value.shape)}].", nameof(value));
        using IDisposable mode = no_grad();
        Set(name, value.reshape([]).to(ScalarType.Float32, copy: true).DetachFromDisposeScope(), 0);
    }

    /// <summary>Reads what was added since the last call, in order; waits for the device.</summary>
    internal IReadOnlyList<(string Name, float Value)> Take()
    {
        (string Name, (Tensor? Pending, float Value) Item)[] added = [.. _added.Select(pair => (pair.Key, pair.Value))];
        _added.Clear();
        float[] read = Read([.. added.Select(metric => metric.Item.Pending).OfType<Tensor>()]);
        int next = 0;
        return [.. added.Select(metric => (metric.Name, metric.Item.Pending is null ? metric.Item.Value : read[next++]))];
    }

    private void Set(string name, Tensor? pending, float value)
    {
        if (_added.TryGetValue(name, out (Tensor? Pending, float Value) old))
            old.Pending?.Dispose();
        _added[name] = (pending, value);
    }

    private static float[] Read(Tensor[] pending)
    {
        if (pending.Length == 0)
            return [];
        using DisposeScope scope = NewDisposeScope();
        float[] values = TensorTransfer.ToArray(stack(pending));
        foreach (Tensor tensor in pending)
            tensor.Dispose();
        return values;
    }
}
