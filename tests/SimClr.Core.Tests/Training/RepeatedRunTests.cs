using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Training;

/// <summary>What a pipeline keeps from one run to the next, and what it does not take from the process around it.</summary>
public sealed class RepeatedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_Twice_DrawsTheSameViewsAgainAndSaysSo()
    {
        Recorder recorder = new();
        Messages log = new();
        using SimClrPipeline pipeline = Small().UseAugmentations(recorder).UseLogger(log).Build();
        recorder.Draws.Clear();

        float[] first = Draws();
        log.All.Should().NotContain(message => message.Level == LogLevel.Warning);
        float[] second = Draws();

        first.Should().HaveCount(2 * 16).And.OnlyHaveUniqueItems();
        second.Should().Equal(first);
        log.All.Should().ContainSingle(message => message.Level == LogLevel.Warning).Which.Text.Should().Contain("draws the same images and views again");

        float[] Draws()
        {
            pipeline.Train();
            // The first two measure the views' shape, which is not a part of the run.
            float[] drawn = [.. recorder.Draws.Skip(2)];
            recorder.Draws.Clear();
            return drawn;
        }
    }

    [Fact]
    public void Train_TwiceAfterACanceledStart_SaysNothing()
    {
        Messages log = new();
        using SimClrPipeline pipeline = Small().UseLogger(log).Build();
        pipeline.Train(cancellationToken: new CancellationToken(canceled: true));
        pipeline.Train();
        log.All.Should().NotContain(message => message.Level == LogLevel.Warning);
    }

    [Fact]
    public void Train_WorkingDirectoryChangesMeanwhile_KeepsRelativeFoldersWhereTheyWere()
    {
        string before = Environment.CurrentDirectory;
        string start = Directory.CreateDirectory(_folder.At("start")).FullName;
        string later = Directory.CreateDirectory(_folder.At("later")).FullName;
        try
        {
            Environment.CurrentDirectory = start;
            using SimClrPipeline pipeline = Small()
                .UseCheckpoints("ck")
                .ConfigureTraining(o => o.TensorBoardFolder = "board")
                .Build();
            Environment.CurrentDirectory = later;
            pipeline.Train();
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }

        Directory.EnumerateFiles(Path.Combine(start, "ck")).Should().HaveCount(2);
        Directory.EnumerateFiles(Path.Combine(start, "board")).Should().ContainSingle();
        Directory.EnumerateFileSystemEntries(later).Should().BeEmpty();
    }

    private static SimClrBuilder Small() => new SimClrBuilder()
        .UseImages(new DrawnImages(8))
        .UseAugmentations(a => a.RandomResizedCrop(8))
        .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 64.0, ResNetStem.Cifar))
        .UseProjectionHead(o => o.OutputDimension = 4)
        .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Workers) = (2, 4, 1));

    /// <summary>Keeps the first number of each view's stream.</summary>
    private sealed class Recorder : IAugmentation
    {
        public List<float> Draws { get; } = [];

        public void Apply(View view, RandomStream random) => Draws.Add(random.NextSingle());
    }
}
