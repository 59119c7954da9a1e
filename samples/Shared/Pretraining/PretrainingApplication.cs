using SimClr.Core.Samples.CommandLine;
using SimClr.Core.Samples.Reports;
using SimClr.Core.Samples.Terminal;
using SimClr.Core.Training;
using Spectre.Console;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>The job from options to files.</summary>
public static class PretrainingApplication
{
    private const int Done = 0;
    private const int Failed = 1;

    /// <summary>By convention 128 + SIGINT.</summary>
    private const int Interrupted = 130;

    private const string OtherOptions =
        "Give --resume the options of that run, or choose another --output; without --resume the run begins anew and deletes these checkpoints.";

    /// <summary>Runs it and returns the exit code.</summary>
    public static int Run(IPretrainingSample sample)
    {
        try
        {
            using CtrlC cancel = new();
            PretrainingResult result = new PretrainingRun(sample, AnsiConsole.Console).Run(cancel.Token);
            OutputFolder folder = new(sample.Options.Output);
            PretrainingReport.Write(result, folder);
            Print(result, folder);
            return result.Training.Canceled ? Interrupted : Done;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Ended before the training began; nothing was written.");
            return Interrupted;
        }
        catch (Exception exception) when (ExpectedFailure.Is(exception))
        {
            Console.Error.WriteLine(exception.Message);
            if (exception is CheckpointException { Differences.Count: > 0 })
                Console.Error.WriteLine(OtherOptions);
            return Failed;
        }
    }

    private static void Print(PretrainingResult result, OutputFolder folder)
    {
        foreach (string note in result.Notes)
            Console.Out.WriteLine(note);
        if (result.Scores is { } scores)
            AnsiConsole.Console.Write(Table(scores));
        else
            Console.Out.WriteLine(PretrainingResult.NoLabels);
        Console.Out.WriteLine($"Written to {folder.Path}: {PretrainingRun.EncoderFile}, {string.Join(", ", folder.Written)}");
    }

    private static Table Table(ScoreTable scores)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string heading in ScoreTable.Headings)
        {
            table.AddColumn(
                new TableColumn(heading) { Alignment = heading == ScoreTable.Headings[0] ? Justify.Left : Justify.Right, NoWrap = true });
        }

        foreach (IReadOnlyList<string> row in scores.Rows)
            table.AddRow([.. row]);
        return table;
    }
}
