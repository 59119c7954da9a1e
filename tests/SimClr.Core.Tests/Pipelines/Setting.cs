namespace SimClr.Core.Tests.Pipelines;

/// <summary>One option of a pipeline and the value it is given.</summary>
/// <param name="Options">The options class; null for an argument of the builder.</param>
/// <param name="Name">The option's name, as failures give it.</param>
/// <param name="Value">The value.</param>
/// <param name="IsSound">Whether it is in the option's range.</param>
internal sealed record Setting(Type? Options, string Name, object? Value, bool IsSound)
{
    public override string ToString()
        => FormattableString.Invariant($"{Options?.Name}.{Name} = {Value ?? "null"}{(IsSound ? "" : " (wrong)")}");
}
