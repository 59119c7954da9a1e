using SimClr.Core.Training;
using Spectre.Console;

namespace SimClr.Core.Samples.Terminal;

/// <summary>A line for each epoch that is complete, and one now and then while a long epoch runs.</summary>
internal sealed class PlainProgress(IAnsiConsole console, TimeProvider clock, ExpectedEnd? end) : IProgress<TrainingProgress>
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private long _last = clock.GetTimestamp();

    public void Report(TrainingProgress value)
    {
        if (value.CompletedEpoch is { } epoch)
            Write(ProgressText.Describe(epoch, value.Epochs) + ProgressText.Describe(end, value));
        else if (clock.GetElapsedTime(_last) >= Silence)
            Write(ProgressText.Describe(value) + ProgressText.Describe(end, value));
    }

    private void Write(string line)
    {
        // Not through the console's own layout: it would break long lines at 80 columns.
        console.Profile.Out.Writer.WriteLine(line);
        _last = clock.GetTimestamp();
    }
}
