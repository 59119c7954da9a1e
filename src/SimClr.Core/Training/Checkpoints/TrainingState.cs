using System.Collections.ObjectModel;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>
/// The tensors of a checkpoint: the model's, the optimiser's, the callbacks', and torch's random state, which modules such as dropout draw
/// from.
/// </summary>
internal sealed class TrainingState(nn.Module model, IStatefulOptimizer optimizer, IReadOnlyList<IStatefulCallback> callbacks)
{
    private const string ModelPrefix = "model.";
    private const string OptimizerPrefix = "optimizer.";
    private const string CallbackPrefix = "callback.";
    private const string RandomName = "random.torch";

    /// <summary>The state of a model and of any optimiser whose state is within reach.</summary>
    /// <exception cref="NotSupportedException">It is not, or a tensor is of a type that a checkpoint cannot hold.</exception>
    public static TrainingState Of(nn.Module model, optim.Optimizer optimizer, params IReadOnlyList<IStatefulCallback> callbacks)
    {
        if (callbacks.GroupBy(callback => callback.StateName).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Two callbacks have the {nameof(IStatefulCallback.StateName)} '{twice.Key}': a checkpoint could not tell them apart.");
        TrainingState state = new(model, TorchOptimizerState.Of(optimizer, model), callbacks);
        using DisposeScope scope = NewDisposeScope();
        try
        {
            SafeTensorsHeader.For(state.Collect(), ReadOnlyDictionary<string, string>.Empty);
        }
        catch (ArgumentException refusal)
        {
            throw new NotSupportedException($"A checkpoint cannot hold the state of this run: {Reason.Of(refusal)}", refusal);
        }

        return state;
    }

    /// <summary>All of them; those that are made for this go into the caller's dispose scope.</summary>
    public Dictionary<string, Tensor> Collect()
    {
        Dictionary<string, Tensor> all = new() { [RandomName] = random.get_rng_state() };
        foreach ((string name, Tensor tensor) in model.state_dict())
            all.Add(ModelPrefix + name, tensor);
        foreach ((string name, Tensor tensor) in optimizer.State)
            all.Add(OptimizerPrefix + name, tensor);
        foreach (IStatefulCallback callback in callbacks)
            foreach ((string name, Tensor tensor) in callback.State)
                all.Add(Prefix(callback) + name, tensor);
        return all;
    }

    /// <summary>Each way in which saved tensors do not fit the model.</summary>
    public IEnumerable<string> Differences(IReadOnlyDictionary<string, Tensor> saved)
    {
        using DisposeScope scope = NewDisposeScope();
        // What an optimizer holds depends on how far it has come: it compares its own part when it loads it.
        Dictionary<string, Tensor> expected = Collect().Where(pair => !IsOptimizers(pair.Key)).ToDictionary();
        Dictionary<string, Tensor> found = saved.Where(pair => !IsOptimizers(pair.Key)).ToDictionary();
        return [.. TensorSets.Differences(expected, found)];
    }

    /// <summary>Takes copies of tensors in which <see cref="Differences"/> found none.</summary>
    /// <exception cref="ArgumentException">The optimiser's state does not fit; nothing has been changed.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> saved)
    {
        optimizer.LoadState(Part(saved, OptimizerPrefix));
        TensorSets.Copy(Part(saved, ModelPrefix), model.state_dict());
        foreach (IStatefulCallback callback in callbacks)
            callback.LoadState(Part(saved, Prefix(callback)));
        random.set_rng_state(saved[RandomName]);
    }

    private static string Prefix(IStatefulCallback callback) => $"{CallbackPrefix}{callback.StateName}.";

    private static bool IsOptimizers(string name) => name.StartsWith(OptimizerPrefix, StringComparison.Ordinal);

    private static Dictionary<string, Tensor> Part(IReadOnlyDictionary<string, Tensor> all, string prefix)
        => all.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
}
