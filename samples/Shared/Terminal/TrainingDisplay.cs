using SimClr.Core.Training;
using Spectre.Console;

namespace SimClr.Core.Samples.Terminal;

/// <summary>Shows training as it runs: a live bar on a terminal, plain lines where the output goes to a file or a pipe.</summary>
public static class TrainingDisplay
{
    private const int BarWidth = 24;

    /// <summary>Runs the training and returns its result.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="train">Trains, and reports its progress to what it is given.</param>
    /// <param name="end">Adds the expected end of the whole run; null leaves it out.</param>
    public static TrainingResult Run(IAnsiConsole console, Func<IProgress<TrainingProgress>, TrainingResult> train, ExpectedEnd? end = null)
    {
        if (!console.Profile.Out.IsTerminal)
            return train(new PlainProgress(console, TimeProvider.System, end));
        return console.Progress()
            .Columns(new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => train(new LiveProgress(console, context.AddTask("starting"), end)));
    }
}
