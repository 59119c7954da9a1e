using System.CommandLine;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Explore;
using SimClr.Tool.Explore.Searching;
using SimClr.Tool.Explore.Work;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr explore DIR</c>: a page that shows a collection.</summary>
internal sealed class ExploreCommand : CollectionCommand
{
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
        Add(_port);
        Add(_open);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CollectionWork work)
    {
        CancellationToken token = work.Session.CancellationToken;
        using DroppedPictures dropped = new(() => Models.Open(work.Model, work.Threads));
        Exhibition exhibition = new(work.Pictures, work.Workspace, dropped);
        await using ExploreServer server = await ExploreServer.StartAsync(exhibition, arguments.GetValue(_port), token);
        int code = work.Session.Finish([$"{server.Address}", "Open this address in a browser (--open does it); it works once. Ctrl-C ends the program."], new { server.Address });
        if (arguments.GetValue(_open))
            Browser.Open(server.Address, work.Session);
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
