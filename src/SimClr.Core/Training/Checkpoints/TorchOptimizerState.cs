using System.Reflection;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>
/// The state of torch's own optimizers: public fields of a state object for each parameter, tensors (null at first, some) and numbers.
/// </summary>
internal sealed class TorchOptimizerState : IStatefulOptimizer
{
    private readonly Dictionary<string, StateField> _fields = [];

    private TorchOptimizerState(OptimizerHelper optimizer, nn.Module model)
    {
        Dictionary<IntPtr, string> names = [];
        foreach ((string name, Parameter parameter) in model.named_parameters())
            names.TryAdd(parameter.Handle, name);
        List<OptimizerState> states = optimizer.state_dict().State;
        Parameter[] parameters = [.. optimizer.parameters()];
        for (int number = 0; number < states.Count; number++)
        {
            string name = names.GetValueOrDefault(parameters[number].Handle, $"parameter{number}");
            foreach (FieldInfo field in states[number].GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
                _fields.Add($"{name}.{field.Name}", new StateField(states[number], field, parameters[number]));
        }
    }

    public IReadOnlyDictionary<string, Tensor> State => _fields.Select(pair => (pair.Key, Value: pair.Value.Read()))
        .Where(pair => pair.Value is not null)
        .ToDictionary(pair => pair.Key, pair => pair.Value!);

    /// <summary>The state of any optimizer that has one within reach.</summary>
    /// <remarks>
    /// Of an optimizer of another make nobody can tell what a step remembers in fields of its own, even if it derives from one of torch's:
    /// its state is what it says by <see cref="IStatefulOptimizer"/>, and nothing else.
    /// </remarks>
    /// <exception cref="NotSupportedException">It has not.</exception>
    public static IStatefulOptimizer Of(optim.Optimizer optimizer, nn.Module model) => optimizer switch
    {
        IStatefulOptimizer own => own,
        OptimizerHelper torchs when IsTorchs(torchs) => new TorchOptimizerState(torchs, model),
        _ => throw new NotSupportedException(
            $"A checkpoint cannot hold the state of {optimizer.GetType().Name}: use one of torch's optimizers other than LBFGS, "
            + $"or implement {nameof(IStatefulOptimizer)}, with an empty State if a step remembers nothing for the next."),
    };

    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        string[] problems = [.. TensorSets.Differences(_fields.ToDictionary(pair => pair.Key, pair => pair.Value.Expected), state)];
        if (problems.Length > 0)
            throw new ArgumentException(LongList.Join(problems), nameof(state));
        foreach ((string name, StateField field) in _fields)
            if (state.TryGetValue(name, out Tensor? value))
                field.Write(value);
    }

    private static bool IsTorchs(OptimizerHelper optimizer) => optimizer is ITorchState
        || optimizer.GetType().Assembly == typeof(OptimizerHelper).Assembly;
}
