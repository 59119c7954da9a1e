using SimClr.Core.Augmentation;
using SimClr.Core.Interop;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Data;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using SimClr.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>What a checkpoint knows of its run, and who may write it.</summary>
public sealed class CheckpointRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private CheckpointOptions Options => new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Checkpoint_OfOperationsOfTheLibrary_HoldsHowImagesBecomeInput()
    {
        Session session = new() { Checkpoints = Options, Views = new ViewGenerator(5, new RandomResizedCrop(8)) };
        session.Train();

        (CheckpointContent content, IReadOnlyDictionary<string, string> metadata) = Newest();

        metadata.Should().Contain("simclr.checkpoint", "2", "other readers go by this version");
        content.Preprocessing.Should().NotBeNull().And.Be(metadata[ImagePreprocessing.MetadataKey]);
        ImagePreprocessing.FromJson(content.Preprocessing!).Shape.Should().Be(new ViewShape(3, 8, 8));
    }

    [Fact]
    public void Checkpoint_OfACustomOperationForEvaluation_HoldsNoInput()
    {
        Session session = new() { Checkpoints = Options, Views = new ViewGenerator(5, new Darken()) };
        session.Train();

        (CheckpointContent content, IReadOnlyDictionary<string, string> metadata) = Newest();

        content.Preprocessing.Should().BeNull();
        metadata.Should().NotContainKey(ImagePreprocessing.MetadataKey);
    }

    [Fact]
    public void Train_OtherMicroBatches_IsAnotherRunByThatName()
    {
        Session session = new() { Checkpoints = Options };
        session.Train();
        Session other = session with { Options = new TrainingOptions { Epochs = 4, BatchSize = 8, MicroBatchSize = 4, Seed = 1, Workers = 1, LogEverySteps = 2 } };

        FluentActions.Invoking(() => other.Train()).Should().Throw<CheckpointException>().Which.Differences
            .Should().ContainSingle().Which.Should().Be("microBatchSize: 8 in the checkpoint, 4 in this run");
    }

    [Fact]
    public void Train_OtherParameterThatALossKeepsForItself_IsAnotherRunByThatName()
    {
        Session session = new() { Checkpoints = Options, Loss = temperature => new OwnLoss(temperature) };
        session.Train();

        FluentActions.Invoking(() => (session with { Temperature = 0.9 }).Train()).Should().Throw<CheckpointException>().Which.Differences
            .Should().ContainSingle().Which.Should().Be("loss.temperature: 0.5 in the checkpoint, 0.9 in this run");
    }

    [Fact]
    public void Train_TwoCallbacksOfOneStateName_AreRefusedByThatName()
    {
        using WeightAverage first = new(0.9), second = new(0.99);
        Session session = new() { Checkpoints = Options, Callbacks = [first, second] };

        FluentActions.Invoking(() => session.Train()).Should().Throw<ArgumentException>().WithMessage("*Two callbacks*");
    }

    [Fact]
    public void Train_FinishedRunInAFolderThatIsHeld_IsRefused()
    {
        Session session = new() { Checkpoints = Options };
        session.Train();
        using FolderLock held = FolderLock.Take(_folder.At("run"))!;

        // Nothing is left to be trained, so nothing would be written.
        FluentActions.Invoking(() => session.Train()).Should().Throw<CheckpointException>().WithMessage("*is in use by another training*");
    }

    [Fact]
    public void Train_FolderMadeAgain_IsHeldAgain()
    {
        List<string> refusals = [];
        Session session = new()
        {
            Checkpoints = Options,
            Progress = new Callback(progress =>
            {
                if (progress.Step == Session.StepsPerEpoch + 1)
                    Directory.Delete(_folder.At("run"), recursive: true);
                if (progress.Step == 2 * Session.StepsPerEpoch + 2)
                    refusals.Add(FluentActions.Invoking(() => FolderLock.Take(_folder.At("run"))).Should().Throw<CheckpointException>().Which.Message);
            }),
            Options = new TrainingOptions { Epochs = 4, BatchSize = 8, Seed = 1, Workers = 1, LogEverySteps = 1 },
        };

        session.Train();

        refusals.Should().ContainSingle().Which.Should().Contain("is in use by another training");
    }

    private (CheckpointContent Content, IReadOnlyDictionary<string, string> Metadata) Newest()
    {
        string path = CheckpointFile.FindNewest(_folder.At("run"))!;
        using SafeTensorsFile file = SafeTensorsFile.Read(path);
        return (CheckpointContent.Of(path, file), file.Metadata.ToDictionary());
    }

    private sealed class OwnLoss(double temperature) : RowwiseLoss(nameof(OwnLoss))
    {
        protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
            => block.Differentiate(withGradient, similarities =>
                (similarities / temperature).logsumexp(1) - (similarities / temperature * block.PositiveMask()).sum(1));
    }

    private sealed class Darken : IAugmentation
    {
        public void Apply(View view, RandomStream random)
        {
            foreach (ref float value in view.Pixels)
                value /= 2;
        }

        public IAugmentation ForEvaluation() => this;
    }
}
