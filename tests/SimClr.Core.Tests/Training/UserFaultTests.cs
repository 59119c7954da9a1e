using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>What a user's own code throws comes out as it is, once the workers have ended, and the trainer works afterwards.</summary>
public sealed class UserFaultTests
{
    private const int BadImage = 13;

    // Reads of an ended loader would still go on a while later.
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(30);

    [Theory]
    [InlineData("source")]
    [InlineData("augmentation")]
    [InlineData("progress")]
    public void Train_UsersCodeThrows_StopsTheWorkersAndTrainsAgain(string fault)
    {
        using SimClrModel model = new Session().Model();
        using NtXentLoss loss = new();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        ContrastiveTrainer trainer = new(
            model, loss, optimizer, new TrainingOptions { Epochs = 3, BatchSize = 8, Workers = 3, LogEverySteps = 2 });
        Source source = new();
        InvalidOperationException mistake = new("a mistake");
        source.Failure = fault == "source" ? mistake : null;
        Progress progress = new() { Failure = fault == "progress" ? mistake : null };
        IAugmentation augmentation = fault == "augmentation" ? new Thrower(mistake) : new AddNoise();

        Exception thrown = Assert.ThrowsAny<Exception>(() => trainer.Train(source, new ViewGenerator(5, augmentation), progress));

        if (fault == "progress")
        {
            thrown.Should().BeSameAs(mistake);
        }
        else
        {
            thrown.Should().BeOfType<ViewGenerationException>().Which.ImageIndex.Should().Be(BadImage);
            thrown.InnerException.Should().BeSameAs(mistake);
        }

        int reads = source.Reads;
        Thread.Sleep(Later);
        source.Reads.Should().Be(reads, "the workers have ended");
        model.training.Should().BeFalse();
        (source.Failure, progress.Failure) = (null, null);
        trainer.Train(source, new ViewGenerator(5, new AddNoise()), progress).Steps.Should().Be(12);
    }

    private sealed class Source : IImageSource
    {
        private readonly DrawnImages _images = new(32);

        public Exception? Failure { get; set; }

        public int Reads => _images.Reads;

        public int Count => _images.Count;

        public IReadOnlyList<string> ClassNames => [];

        public Image Read(int index) => index == BadImage && Failure is { } failure ? throw failure : _images.Read(index);

        public int? GetLabel(int index) => null;
    }

    private sealed class Progress : IProgress<TrainingProgress>
    {
        public Exception? Failure { get; set; }

        public void Report(TrainingProgress value)
        {
            if (Failure is { } failure)
                throw failure;
        }
    }

    private sealed class Thrower(Exception failure) : IAugmentation
    {
        public void Apply(View view, RandomStream random)
        {
            // The stream is the image's own, so its first draw tells it.
            if (random.NextSingle() == new RandomStream(5, 0, BadImage, 0).NextSingle())
                throw failure;
        }
    }
}
