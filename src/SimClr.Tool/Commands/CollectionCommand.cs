using System.CommandLine;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary>A command on a folder of pictures, which are embedded first as far as they are new.</summary>
internal abstract class CollectionCommand : Command
{
    private readonly CommonOptions _common = new();

    protected CollectionCommand(string name, string description)
        : base(name, description)
    {
        _common.AddTo(this);
        SetAction(RunAsync);
    }

    /// <summary>Does the work and ends with <see cref="Session.Finish"/>.</summary>
    /// <param name="arguments">For the command's own options.</param>
    /// <param name="work">The pictures and everything around them.</param>
    protected abstract Task<int> RunAsync(ParseResult arguments, CollectionWork work);

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken token)
    {
        Session session = new(arguments.InvocationConfiguration, arguments.GetValue(_common.Json), token);
        DirectoryInfo folder = arguments.GetRequiredValue(_common.Folder);
        CollectionWork work = new(
            session,
            Workspace.Of(folder, arguments.GetValue(_common.Output)),
            arguments.GetValue(_common.Model),
            arguments.GetValue(_common.Threads));
        using (work.Pictures = work.Open(folder, work.Workspace))
            return await RunAsync(arguments, work);
    }
}
