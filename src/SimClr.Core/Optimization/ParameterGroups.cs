using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>
/// A module's parameters in two groups: those that weight decay and layer-wise adaptation are for, and those that are left out of both.
/// </summary>
/// <remarks>
/// Left out by default are
/// <list type="bullet">
/// <item>all parameters of one dimension or none: biases and the scales and shifts of normalization layers (paper, section 2.2 with the
/// official code);</item>
/// <item>those of the shape [1, T, D]: position embeddings and class tokens, which are added to tokens or stand among them;</item>
/// <item>those that a module of the model names (<see cref="IExcludesParameters"/>).</item>
/// </list>
/// Holds the parameters that the module has now: build it after the module has been moved to its device, since moving replaces parameters.
/// The parameters stay the module's. Immutable.
/// </remarks>
public sealed class ParameterGroups
{
    private ParameterGroups(IReadOnlyList<(string Name, Parameter Parameter)> adapted, IReadOnlyList<(string Name, Parameter Parameter)> excluded)
        => (Adapted, Excluded) = (adapted, excluded);

    /// <summary>Parameters with weight decay and layer-wise adaptation, with their names in the module.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Adapted { get; }

    /// <summary>Parameters without.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Excluded { get; }

    /// <summary>
    /// Splits the parameters of a module and its submodules, in their order; one that is shared counts once, under its first name.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="isExcluded">Which parameters to leave out, by name and parameter; null for the default.</param>
    /// <exception cref="ArgumentException">The module has no parameters, or a module in it names one that it does not have.</exception>
    /// <exception cref="PlatformNotSupportedException">The program was compiled by native AOT, which hides them.</exception>
    public static ParameterGroups Split(nn.Module module, Func<string, Parameter, bool>? isExcluded = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (isExcluded is null)
        {
            HashSet<IntPtr> named = NamedByModules(module);
            isExcluded = (_, parameter) => IsExcludedByShape(parameter) || named.Contains(parameter.Handle);
        }

        HashSet<IntPtr> seen = [];
        List<(string, Parameter)> adapted = [];
        List<(string, Parameter)> excluded = [];
        foreach ((string name, Parameter parameter) in module.named_parameters())
            if (seen.Add(parameter.Handle))
                (isExcluded(name, parameter) ? excluded : adapted).Add((name, parameter));
        if (seen.Count == 0)
        {
            NativeAot.Check(module);
            throw new ArgumentException($"Expected a module with parameters, found none in {module.GetName()}.", nameof(module));
        }

        return new ParameterGroups(adapted, excluded);
    }

    /// <summary>Groups for <c>torch.optim.SGD</c>, with weight decay on <see cref="Adapted"/> only.</summary>
    /// <param name="learningRate">Learning rate, at least 0.</param>
    /// <param name="momentum">Momentum, at least 0.</param>
    /// <param name="weightDecay">Weight decay (L2), at least 0.</param>
    /// <param name="nesterov">Whether the momentum is Nesterov's.</param>
    public IReadOnlyList<SGD.ParamGroup> ForSgd(double learningRate, double momentum = 0.9, double weightDecay = 1e-6, bool nesterov = false)
        => Make((parameters, decay) => new SGD.ParamGroup(parameters, learningRate, momentum, 0, decay, nesterov), weightDecay);

    /// <summary>Groups for <c>torch.optim.Adam</c>, with weight decay (L2, part of the gradient) on <see cref="Adapted"/> only.</summary>
    /// <param name="learningRate">Learning rate, at least 0.</param>
    /// <param name="weightDecay">Weight decay, at least 0.</param>
    public IReadOnlyList<Adam.ParamGroup> ForAdam(double learningRate, double weightDecay = 1e-6)
        => Make((parameters, decay) => new Adam.ParamGroup(parameters, learningRate, weight_decay: decay), weightDecay);

    /// <summary>Groups for <c>torch.optim.AdamW</c>, with decoupled weight decay on <see cref="Adapted"/> only.</summary>
    /// <param name="learningRate">Learning rate, at least 0.</param>
    /// <param name="weightDecay">Weight decay, at least 0.</param>
    public IReadOnlyList<AdamW.ParamGroup> ForAdamW(double learningRate, double weightDecay = 1e-2)
        => Make((parameters, decay) => new AdamW.ParamGroup(parameters, learningRate, weight_decay: decay), weightDecay);

    // A class token is [1, 1, D], position embeddings are [1, T, D].
    private static bool IsExcludedByShape(Parameter parameter) => parameter.Dimensions < 2 || parameter.shape is [1, _, _];

    private static HashSet<IntPtr> NamedByModules(nn.Module root)
    {
        HashSet<IntPtr> result = [];
        foreach (IExcludesParameters module in root.modules().Prepend(root).OfType<IExcludesParameters>())
        {
            Dictionary<string, Parameter> known = ((nn.Module)module).named_parameters().ToDictionary(item => item.name, item => item.parameter);
            foreach (string name in module.ExcludedParameters)
            {
                result.Add(known.TryGetValue(name, out Parameter? parameter) ? parameter.Handle : throw new ArgumentException(
                    $"{module.GetType().Name} excludes the parameter '{name}' ({nameof(IExcludesParameters)}), but has none of that name."));
            }
        }

        return result;
    }

    private List<TGroup> Make<TGroup>(Func<IEnumerable<Parameter>, double, TGroup> create, double weightDecay)
        => [create(ParametersOf(Adapted), weightDecay), create(ParametersOf(Excluded), 0)];

    private static List<Parameter> ParametersOf(IReadOnlyList<(string Name, Parameter Parameter)> named)
        => [.. named.Select(item => item.Parameter)];
}
