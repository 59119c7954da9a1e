using System.Security.Cryptography;
using System.Text;
using SimClr.Core;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Reporting;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;
using static TorchSharp.torch;

namespace SimClr.Tool.Pretraining;

/// <summary>One pretraining, from a folder of pictures to a checkpoint and a record.</summary>
/// <param name="session">Says what is done.</param>
/// <param name="workspace">Where checkpoints and record are kept, by the first rank.</param>
/// <param name="threads">Threads of this rank.</param>
/// <param name="resume">Whether to go on from a checkpoint.</param>
/// <param name="ranks">The processes that train together.</param>
internal sealed class PretrainRun(Session session, Workspace workspace, int threads, bool resume, ICollective ranks)
{
    private const int ColorChannels = 3;

    private const double UsualMinutes = 20;

    private const int MostEpochs = 1_000_000;

    // What comes after the training.
    private const double Margin = 0.02;

    // Even if the measurement has taken all the time: a network comes of it.
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    // A schedule of fewer has jumps.
    private const double FewestSteps = 100;

    // So long a run that its learning rate stays near zero while it is timed.
    private const int TimedEpochs = 100_000;

    private string RecordFile => workspace.In(RunRecord.FileName);

    private string CheckpointFolder => workspace.In("checkpoints");

    /// <summary>Does it.</summary>
    public RunRecord Run(PretrainOptions options)
    {
        set_num_threads(threads);
        long start = TimeProvider.System.GetTimestamp();
        ImageFolderSource pictures = PictureSource.Open(new DirectoryInfo(options.Folder!), ColorChannels, inMemory: true);
        options = PretrainDefaults.Complete(options, pictures);
        options = Plan(options, pictures, start);
        TimeBudget? budget = Budget(options, start);
        session.Say(
            $"{options.Encoder} of {options.Width} channels learns from {pictures.Count:N0} pictures in {options.Views} views of "
            + $"{options.ViewSize} pixels, {options.BatchSize} pictures a step, {Length(options)}.");
        using RunKeeper keeper = new(Begin(options, pictures), ranks.Rank == 0 ? RecordFile : null, TimeProvider.System);
        using TerminalProgress progress = new(output: session.Messages);
        try
        {
            SimClrBuilder recipe = PipelineSetup.Of(options, pictures, options.Epochs!.Value, threads);
            if (budget is not null)
                recipe.UseCallback(budget);
            using SimClrPipeline pipeline = recipe
                .UseCheckpoints(CheckpointFolder, checkpoints =>
                {
                    checkpoints.Keep = 1;
                    checkpoints.Resume = resume ? ResumeMode.IfPresent : ResumeMode.StartOver;
                })
                .UseCallback(progress)
                .UseLogger(progress.Logger)
                .UseCollective(ranks)
                .Build();
            TrainingResult result = pipeline.Train(keeper, session.CancellationToken);
            return keeper.Update(record => record with
            {
                Options = budget is null || result.Canceled ? record.Options : record.Options with { Revisions = budget.Revisions },
                Status = result.Canceled ? RunStatus.Canceled : RunStatus.Done,
                EpochsDone = result.Epochs.Count == 0 ? record.EpochsDone : result.Epochs[^1].Epoch,
                Checkpoint = CheckpointFolder,
            });
        }
        catch
        {
            keeper.Update(record => record with { Status = RunStatus.Failed });
            throw;
        }
    }

    // Where neither the user nor a run before says how many epochs there are, minutes decide; on all ranks, whatever files they see.
    private PretrainOptions Plan(PretrainOptions options, ImageFolderSource pictures, long start)
    {
        if (options.Epochs is null && Resumed() is { } resumed)
            options = options with { Epochs = resumed.Epochs, Revisions = resumed.Revisions, Minutes = options.Minutes ?? resumed.Minutes };
        options = options with { Minutes = options.Minutes ?? UsualMinutes };
        if (RankValue.OfFirst(ranks, options.Epochs) is { } epochs)
            options = options with { Epochs = epochs };
        else
            options = options with { Epochs = EpochsIn(options, pictures, start), Revisions = [] };
        return RankValue.OfFirst(ranks, options.Revisions is [] ? 1 : 0) == 1 ? options with { Revisions = [] } : options;
    }

    private static TimeBudget? Budget(PretrainOptions options, long start) => options.Revisions switch
    {
        null => null,
        [] => new TimeBudget(Max(LeastTime, Left(options, start))),
        { } revisions => TimeBudget.Repeat(revisions),
    };

    private static string Length(PretrainOptions options) => options.Revisions switch
    {
        null => $"{options.Epochs:N0} {(options.Epochs == 1 ? "epoch" : "epochs")}",
        [] => $"for {options.Minutes:0.##} minutes",
        [.., { } last] => $"{last.TotalSteps:N0} steps",
    };

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Left(PretrainOptions options, long start)
        => TimeSpan.FromMinutes(options.Minutes!.Value) * (1 - Margin) - TimeProvider.System.GetElapsedTime(start);

    private PretrainOptions? Resumed() => resume && File.Exists(RecordFile) ? RunRecord.Read(RecordFile).Options : null;

    private int EpochsIn(PretrainOptions options, ImageFolderSource pictures, long start)
    {
        session.Say("Measuring how long a step takes");
        StepTimer timer = new(TimeSpan.FromSeconds(3));
        using (SimClrPipeline timed = PipelineSetup.Of(options, pictures, TimedEpochs, threads).UseCallback(timer).UseCollective(ranks).Build())
            timed.Train(cancellationToken: session.CancellationToken);
        session.CancellationToken.ThrowIfCancellationRequested();
        int steps = Math.Max(1, pictures.Count / options.BatchSize!.Value);
        int epochs = (int)Math.Min(MostEpochs, Math.Ceiling(Math.Max(FewestSteps, Left(options, start) / timer.StepTime!.Value) / steps));
        return RankValue.OfFirst(ranks, epochs)!.Value;
    }

    private static RunRecord Begin(PretrainOptions options, ImageFolderSource pictures)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new RunRecord
        {
            Options = options,
            Status = RunStatus.Training,
            Started = now,
            Updated = now,
            Pictures = pictures.Count,
            PicturesHash = Hash(pictures),
        };
    }

    private static string Hash(ImageFolderSource pictures)
    {
        IEnumerable<string> lines = Enumerable.Range(0, pictures.Count)
            .Select(index => PictureStamp.Of(pictures.Folder, pictures.GetPath(index))).Select(stamp => $"{stamp.Path}\t{stamp.Bytes}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }
}
