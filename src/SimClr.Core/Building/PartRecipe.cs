using Microsoft.Extensions.Options;
using static TorchSharp.torch;

namespace SimClr.Core.Building;

/// <summary>A part still to be made from what is known by then, and what is wrong with its options.</summary>
/// <param name="name">What it is, as messages name it; with "Use" before it, the builder's method.</param>
/// <param name="create">Makes one for each Build.</param>
/// <param name="optionFailures">What the options' validator has against them.</param>
internal sealed class PartRecipe<TContext, TPart>(string name, Func<TContext, TPart> create, Func<IEnumerable<string>> optionFailures)
    where TPart : class
{
    /// <summary>What is wrong with the options, each with the part's name before it.</summary>
    public string[] OptionProblems() => [.. optionFailures().Select(failure => $"{name}: {failure}")];

    /// <summary>Makes the part; null where its maker refuses, which joins the problems.</summary>
    public TPart? TryMake(TContext context, ICollection<string> problems)
    {
        TPart? part = null;
        foreach (string refusal in PipelineChecks.Refusals(name, () => part = Make(context)))
            problems.Add(refusal);
        return part;
    }

    private TPart Make(TContext context)
    {
        TPart part = create(context) ?? throw new ArgumentException($"the function given to Use{name} returned null.");
        if (part is nn.Module module && PipelineOwnership.IsOwned(module))
        {
            throw new ArgumentException(
                $"this {part.GetType().Name} belongs to a pipeline that was built before, and is disposed with it. "
                + $"Give Use{name} a function that makes a new one for each Build.");
        }

        return part;
    }
}

/// <summary>Makes recipes.</summary>
internal static class PartRecipe
{
    public static PartRecipe<TContext, TPart> Of<TContext, TPart>(string name, Func<TContext, TPart> create)
        where TPart : class
    {
        ArgumentNullException.ThrowIfNull(create);
        return new(name, create, () => []);
    }

    public static PartRecipe<TContext, TPart> Of<TContext, TPart, TOptions>(
        string name, Func<TContext, TOptions, TPart> create, TOptions options, IValidateOptions<TOptions>? validator)
        where TPart : class
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(options);
        return new(name, context => create(context, options), () => validator?.Validate(null, options).Failures ?? []);
    }
}
