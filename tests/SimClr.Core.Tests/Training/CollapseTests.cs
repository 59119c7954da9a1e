using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Evaluation;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>A representation that tells no image from another is said to have collapsed; another is not.</summary>
public sealed class CollapseTests
{
    [Fact]
    public void Train_EncoderOfZeros_WarnsOfEachEpoch()
    {
        using SimClrModel model = SmallModel.ResNet();
        using (no_grad())
            foreach (Parameter parameter in model.Encoder.parameters())
                parameter.zero_();

        (TrainingResult result, string[] warnings) = Train(model);

        result.Epochs.Should().HaveCount(2).And.OnlyContain(epoch => epoch.Collapsed && epoch.EmbeddingDeviation < 1e-3);
        warnings.Should().HaveCount(2).And.OnlyContain(text => text.Contains("collapsed"));
    }

    [Fact]
    public void Train_HealthyModel_DoesNotWarn()
    {
        using SimClrModel model = SmallModel.ResNet();

        (TrainingResult result, string[] warnings) = Train(model);

        result.Epochs.Should().OnlyContain(epoch => !epoch.Collapsed && epoch.EmbeddingDeviation > 0.1 && epoch.EmbeddingDeviation <= 1);
        warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Train_EmbeddingsAreNoise_IsCollapsedOnceEnoughStepsSaySo(int steps, bool collapsed)
    {
        random.manual_seed(1);
        using SimClrModel model = new(new DelegateEncoder(3, 8, images => rand(images.shape[0], 8)), new MlpProjectionHead(8));

        (TrainingResult result, _) = Train(model, images: 2 * steps, batchSize: 2, epochs: 8, logEverySteps: 1);

        // In batches of two pairs chance is a third, which noise may exceed by chance.
        result.Epochs.Where(epoch => epoch.ContrastiveAccuracy <= 1.0 / 3)
            .Should().NotBeEmpty().And.OnlyContain(epoch => epoch.Collapsed == collapsed);
        result.Epochs.Where(epoch => epoch.ContrastiveAccuracy > 1.0 / 3).Should().OnlyContain(epoch => !epoch.Collapsed);
    }

    [Fact]
    public void Compute_KnownEmbeddings_IsTheClosedForm()
    {
        using Tensor first = tensor(new float[] { 3, 0, 0, 5 }).reshape(2, 2);
        using Tensor opposite = -first;
        using Tensor zero = zeros(2, 2);
        Deviation(first, opposite).Should().BeApproximately(1, 1e-6, "unit vectors whose mean is 0");
        Deviation(first, first).Should().BeApproximately(Math.Sqrt(0.5), 1e-6, "the mean is (1/2, 1/2)");
        Deviation(zero, zero).Should().Be(0);

        static double Deviation(Tensor z1, Tensor z2)
        {
            using Tensor z = cat([z1, z2]);
            using Tensor deviation = EmbeddingDeviation.Compute(z);
            return deviation.item<float>();
        }
    }

    private static (TrainingResult Result, string[] Warnings) Train(SimClrModel model, int images = 64, int batchSize = 16, int epochs = 2, int logEverySteps = 2)
    {
        using NtXentLoss loss = new();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        Messages log = new();
        TrainingOptions options = new() { Epochs = epochs, BatchSize = batchSize, LogEverySteps = logEverySteps };
        TrainingResult result = new ContrastiveTrainer(model, loss, optimizer, options) { Logger = log }
            .Train(new DrawnImages(images), new ViewGenerator(5, new RandomHorizontalFlip()));
        return (result, [.. log.All.Where(message => message.Level == LogLevel.Warning).Select(message => message.Text)]);
    }
}
