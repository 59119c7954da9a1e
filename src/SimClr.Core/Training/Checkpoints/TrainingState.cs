using System.Collections.ObjectModel;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>
/// The tensors of a checkpoint: the model's, the optimiser's, and torch's random state, which modules such as dropout draw from.
/// </summary>
internal sealed class TrainingState(SimClrModel model, IStatefulOptimizer optimizer)
{
    private const string ModelPrefix = "model.";
    private const string OptimizerPrefix = "optimizer.";
    private const string RandomName = "random.torch";

    /// <summary>The state of a model and of any optimiser whose state is within reach.</summary>
    /// <exception cref="NotSupportedException">It is not, or a tensor is of a type that a checkpoint cannot hold.</exception>
    public static TrainingState Of(SimClrModel model, optim.Optimizer optimizer)
    {
        TrainingState state = new(model, TorchOptimizerState.Of(optimizer, model));
        using DisposeScope scope = NewDisposeScope();
        try
        {
            SafeTensorsHeader.For(state.Collect(), ReadOnlyDictionary<string, string>.Empty);
        }
        catch (ArgumentException refusal)
        {
            throw new NotSupportedException($"A checkpoint cannot hold the state of this run: {refusal.Message}", refusal);
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
        return all;
    }

    /// <summary>Each way in which saved tensors do not fit the model.</summary>
    public IEnumerable<string> Differences(IReadOnlyDictionary<string, Tensor> saved)
    {
        using Tensor now = random.get_rng_state();
        Dictionary<string, Tensor> expected = model.state_dict().ToDictionary(pair => ModelPrefix + pair.Key, pair => pair.Value);
        expected.Add(RandomName, now);
        Dictionary<string, Tensor> found = saved.Where(pair => !IsOptimizers(pair.Key)).ToDictionary();
        return [.. TensorSets.Differences(expected, found)];
    }

    /// <summary>Takes copies of tensors in which <see cref="Differences"/> found none.</summary>
    /// <exception cref="ArgumentException">The optimiser's state does not fit; nothing has been changed.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> saved)
    {
        optimizer.LoadState(Part(saved, OptimizerPrefix));
        TensorSets.Copy(Part(saved, ModelPrefix), model.state_dict());
        random.set_rng_state(saved[RandomName]);
    }

    private static bool IsOptimizers(string name) => name.StartsWith(OptimizerPrefix, StringComparison.Ordinal);

    private static Dictionary<string, Tensor> Part(IReadOnlyDictionary<string, Tensor> all, string prefix)
        => all.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
}
