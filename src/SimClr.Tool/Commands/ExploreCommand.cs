using System.CommandLine;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Explore;
using SimClr.Tool.Explore.Searching;
using SimClr.Tool.Explore.Work;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr explore DIR</c>: a page that shows a collection.</summary>
internal sealed class ExploreCommand : Command
{
    private readonly CommonOptions _common = new();

    private readonly Option<int> _port = new("--port")
    {
        HelpName = "N",
        Description = "port to listen on [default: any that is free]",
        Validators = { result => CommonOptions.Require(result, 0, 65_535) },
    };

    private readonly Option<bool> _open = new("--open") { Description = "open the page in the browser" };

    public ExploreCommand()
        : base("explore", "Shows the pictures on a map in the browser, with search, duplicates, outliers and doubtful labels. Ends with Ctrl-C.")
    {
        _common.AddTo(this);
        Add(_port);
        Add(_open);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken token)
    {
        Session session = new(arguments.InvocationConfiguration, arguments.GetValue(_common.Json), token);
        DirectoryInfo folder = arguments.GetRequiredValue(_common.Folder);
        Workspace workspace = Workspace.Of(folder, arguments.GetValue(_common.Output));
        (FileInfo? model, int threads) = (arguments.GetValue(_common.Model), arguments.GetValue(_common.Threads));
        using PictureCollection pictures = PictureCollection.Open(folder, workspace, model, threads, session);
        using DroppedPictures dropped = new(() => Models.Open(model, threads));
        Exhibition exhibition = new(pictures, workspace, dropped);
        await using ExploreServer server = await ExploreServer.StartAsync(exhibition, arguments.GetValue(_port), token);
        int code = session.Finish([$"{server.Address}", "Ctrl-C ends it."], new { server.Address });
        if (arguments.GetValue(_open))
            Browser.Open(server.Address, session);
        await ServeAsync(exhibition, token);
        return code;
    }

    // Ctrl-C is how it is meant to end. What was being made must be left before the vectors are closed.
    private static async Task ServeAsync(Exhibition exhibition, CancellationToken token)
    {
        Task preparation = Preparation.RunAsync(exhibition, token);
        await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await preparation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
