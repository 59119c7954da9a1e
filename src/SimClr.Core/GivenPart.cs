using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>
/// A part of the user's own, or a function that makes it: called when a Build first needs to know the part, which goes to that Build's
/// pipeline.
/// </summary>
/// <param name="kind">What it is, as messages name it.</param>
/// <param name="call">The builder's method that was given it.</param>
/// <param name="create">Returns the part.</param>
internal sealed class GivenPart<T>(string kind, string call, Func<T> create)
    where T : nn.Module
{
    private T? _made;

    /// <summary>The part for the next pipeline.</summary>
    /// <exception cref="ArgumentException">There is none, or it belongs to a pipeline already.</exception>
    public T Make()
    {
        if (_made is not null)
            return _made;
        T part = create() ?? throw new ArgumentException($"the function given to {call} returned null.");
        if (PipelineOwnership.IsOwned(part))
        {
            throw new ArgumentException(
                $"this {part.GetType().Name} belongs to a pipeline that was built before, and is disposed with it. "
                + $"Give {call} a function that makes a new one for each Build.");
        }

        return _made = part;
    }

    /// <summary>The part, once: the next pipeline gets another.</summary>
    public T HandOver()
    {
        T part = Make();
        _made = null;
        return part;
    }

    public IEnumerable<string> Problems() => PipelineChecks.Refusals(kind, () => Make());
}
