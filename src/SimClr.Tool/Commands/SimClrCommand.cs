using System.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary>The whole program.</summary>
internal sealed class SimClrCommand : RootCommand
{
    public SimClrCommand()
        : base("From a folder of pictures to a clean, searchable collection. To begin: simclr explore DIR")
    {
        Add(new PretrainCommand());
        Add(new EmbedCommand());
        Add(new EvaluateCommand());
        Add(new ExportCommand());
        Add(new DuplicatesCommand());
        Add(new IssuesCommand());
        Add(new SelectCommand());
        Add(new RunsCommand());
        Add(new ExploreCommand());
        Add(new CompletionCommand());
    }
}
