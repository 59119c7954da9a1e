using System.CommandLine;
using System.Text;
using SimClr.Core.Distributed;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Pretraining;
using SimClr.Tool.Tests.Support;
using SkiaSharp;

namespace SimClr.Tool.Tests.Pretraining;

public sealed class PretrainRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_MinutesInterrupted_GoesOnByTheClock()
    {
        for (int i = 0; i < 8; i++)
            ColorPicture.Write(_folder.Combine($"photos/{i}.png"), i % 2 == 0 ? SKColors.Navy : SKColors.Firebrick, i);
        PretrainOptions options = new() { Folder = _folder.Combine("photos"), Width = 4 };
        using CancellationTokenSource stop = new();

        RunRecord interrupted = Run(options with { Minutes = 600 }, resume: false, new CancelAt("learns from", stop), stop.Token);

        interrupted.Status.Should().Be(RunStatus.Canceled);
        interrupted.Options.Should().Match<PretrainOptions>(begun => begun.Minutes == 600 && begun.Epochs > 0);
        interrupted.Options.Revisions.Should().BeEmpty("what was decided so far is in the checkpoint");

        RunRecord done = Run(options with { Minutes = 0.1 }, resume: true, TextWriter.Null, CancellationToken.None);

        done.Status.Should().Be(RunStatus.Done);
        done.Options.Should().Match<PretrainOptions>(ended => ended.Minutes == 0.1 && ended.Epochs == interrupted.Options.Epochs);
        done.Options.Revisions.Should().NotBeEmpty("600 minutes were planned, a tenth of one was given");
    }

    private RunRecord Run(PretrainOptions options, bool resume, TextWriter messages, CancellationToken token)
    {
        Session session = new(new InvocationConfiguration { Output = TextWriter.Null, Error = messages }, json: false, token);
        Workspace workspace = Workspace.Of(new DirectoryInfo(options.Folder!), new DirectoryInfo(_folder.Combine("results")));
        return new PretrainRun(session, workspace, threads: 1, resume, SingleProcess.Instance).Run(options);
    }

    private sealed class CancelAt(string words, CancellationTokenSource stop) : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            if (value?.Contains(words, StringComparison.Ordinal) == true)
                stop.Cancel();
        }
    }
}
