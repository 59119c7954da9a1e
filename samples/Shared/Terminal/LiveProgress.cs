using SimClr.Core.Training;
using Spectre.Console;

namespace SimClr.Core.Samples.Terminal;

/// <summary>A bar at the bottom, and above it a line for each epoch that is complete.</summary>
internal sealed class LiveProgress(IAnsiConsole console, ProgressTask bar, ExpectedEnd? end) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        bar.MaxValue = value.TotalSteps;
        bar.Value = value.Step;
        bar.Description = Markup.Escape(ProgressText.Describe(value) + ProgressText.Describe(end, value));
        if (value.CompletedEpoch is { } epoch)
            console.WriteLine(ProgressText.Describe(epoch, value.Epochs));
    }
}
