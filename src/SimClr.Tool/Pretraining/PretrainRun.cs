using System.Security.Cryptography;
using System.Text;
using SimClr.Core;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Reporting;
using SimClr.Core.Training;
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

    // What comes after the training, and what a measurement of some seconds does not foresee.
    private const double Margin = 0.05;

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
        options = options with { Epochs = RankValue.OfFirst(ranks, options.Epochs ?? Resumed()?.Epochs) ?? EpochsIn(options, pictures, start) };
        session.Say(
            $"{options.Encoder} of {options.Width} channels learns from {pictures.Count:N0} pictures in views of {options.ViewSize} pixels, "
            + $"{options.BatchSize} pictures a step, {options.Epochs:N0} {(options.Epochs == 1 ? "epoch" : "epochs")}.");
        using RunKeeper keeper = new(Begin(options, pictures), ranks.Rank == 0 ? RecordFile : null, TimeProvider.System);
        using TerminalProgress progress = new(output: session.Messages);
        try
        {
            using SimClrPipeline pipeline = PipelineSetup.Of(options, pictures, options.Epochs!.Value, threads)
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

    private PretrainOptions? Resumed() => resume && File.Exists(RecordFile) ? RunRecord.Read(RecordFile).Options : null;

    private int EpochsIn(PretrainOptions options, ImageFolderSource pictures, long start)
    {
        session.Say("Measuring how long a step takes");
        StepTimer timer = new();
        using (SimClrPipeline timed = PipelineSetup.Of(options, pictures, TimedEpochs, threads).UseCallback(timer).UseCollective(ranks).Build())
            timed.Train(cancellationToken: session.CancellationToken);
        session.CancellationToken.ThrowIfCancellationRequested();
        TimeSpan left = TimeSpan.FromMinutes(options.Minutes) * (1 - Margin) - TimeProvider.System.GetElapsedTime(start);
        int steps = Math.Max(1, pictures.Count / options.BatchSize!.Value);
        int epochs = Math.Max(1, (int)(left / (timer.StepTime!.Value * steps)));
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
