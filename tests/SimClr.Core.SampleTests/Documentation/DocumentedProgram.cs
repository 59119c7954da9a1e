namespace SimClr.Core.SampleTests.Documentation;

/// <summary>C# blocks of a page that make one program, as a reader pastes them one below the other.</summary>
/// <param name="Name">Page and line of the first block, as "docs/concepts.md(12)".</param>
/// <param name="Source">The code; compilers find page and line by its #line directives.</param>
/// <param name="Runs">Whether the page marks it as one to be run.</param>
internal sealed record DocumentedProgram(string Name, string Source, bool Runs)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
