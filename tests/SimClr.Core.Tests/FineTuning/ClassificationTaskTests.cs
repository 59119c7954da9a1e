using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.FineTuning;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Numerics;
using SimClr.Core.Tests.Training;
using SimClr.Core.Tests.Training.Callbacks;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.FineTuning;

public sealed class ClassificationTaskTests : IDisposable
{
    private const int Classes = 7;

    private readonly TemporaryFolder _folder = new();

    private static Dictionary<string, (IImageSource Images, string Message)> Unfit { get; } = new()
    {
        ["none"] = (new DrawnImages(12), "*none of the 12 images has one*"),
        ["one missing"] = (new Relabeled(12, index => index == 5 ? null : index % 4), "*image 5 has none*"),
        ["beyond the classes"] = (new Relabeled(12, index => index == 3 ? 4 : index % 4), "*Image 3 has label 4, but the classifier has 4 classes, 0 to 3*"),
        ["no names"] = (new Relabeled(12, index => index % 4) { ClassNames = [] }, "*Relabeled.ClassNames is empty*"),
    };

    public static TheoryData<string> UnfitNames => [.. Unfit.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Loss_OfSeveralViews_IsTheMeanCrossEntropyOfAllOfThem(int views)
    {
        using DisposeScope scope = NewDisposeScope();
        (ClassificationTask task, EmbeddingBatch batch, double[] logits, int[] labels) = Batch(views);

        double expected = Enumerable.Range(0, views * labels.Length).Average(row =>
        {
            double[] scores = logits[(row * Classes)..((row + 1) * Classes)];
            return Math.Log(scores.Sum(Math.Exp)) - scores[labels[row % labels.Length]];
        });

        task.Loss(batch).ToDouble().Should().BeApproximately(expected, 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Measure_OfSeveralViews_CountsTheBestOneAndTheBestFive(int views)
    {
        using DisposeScope scope = NewDisposeScope();
        (ClassificationTask task, EmbeddingBatch batch, double[] logits, int[] labels) = Batch(views);
        MetricSink sink = new();

        task.Measure(batch, sink);

        int[] ranks = [.. Enumerable.Range(0, views * labels.Length).Select(row =>
        {
            double[] scores = logits[(row * Classes)..((row + 1) * Classes)];
            return scores.Count(score => score > scores[labels[row % labels.Length]]);
        })];
        sink.Take().Should().Equal(
            ("top1", (float)ranks.Average(rank => rank < 1 ? 1.0 : 0)), ("top5", (float)ranks.Average(rank => rank < 5 ? 1.0 : 0)));
    }

    [Fact]
    public void Train_Frozen_LearnsTheLinearLayerAndLeavesTheRestToTheBit()
    {
        using SimClrModel pretrained = Tuning.Pretrained();
        MlpProjectionHead head = ((MlpProjectionHead)pretrained.ProjectionHead).CopyLayers(1);
        using ImageClassifier classifier = new(Tuning.Create(9), 4, head, seed: 1);
        (float[] encoder, float[] layers, float[] linear) = (SmallModel.Weights(classifier.Encoder), SmallModel.Weights(head), SmallModel.Weights(classifier.Linear));
        classifier.Encoder.train();
        ClassificationTask task = new(classifier) { Frozen = true };

        task.Module.state_dict().Keys.Should().Equal("weight", "bias");
        Train(task, Tuning.Images);

        SmallModel.Weights(classifier.Encoder).Should().Equal(encoder, "its batch norms did not move either");
        SmallModel.Weights(head).Should().Equal(layers);
        SmallModel.Weights(classifier.Linear).Should().NotEqual(linear);
        classifier.Encoder.training.Should().BeTrue("it was in that mode before");
        classifier.Encoder.parameters().Select(parameter => parameter.grad).Should().OnlyContain(gradient => ReferenceEquals(gradient, null));
    }

    [Fact]
    public void Train_NotFrozen_MovesEverything()
    {
        using ImageClassifier classifier = new(Tuning.Create(9), 4, seed: 1);
        Dictionary<string, float[]> before = State(classifier);
        Train(new ClassificationTask(classifier), Tuning.Images);
        State(classifier).Where(pair => pair.Value.SequenceEqual(before[pair.Key])).Select(pair => pair.Key).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(UnfitNames))]
    public void Train_LabelsThatCannotBeLearned_AreRefusedBeforeTheFirstStep(string name)
    {
        (IImageSource images, string message) = Unfit[name];
        using ImageClassifier classifier = new(Tuning.Create(9), 4, seed: 1);
        float[] before = SmallModel.Weights(classifier);
        FluentActions.Invoking(() => Train(new ClassificationTask(classifier), images)).Should().Throw<ArgumentException>().WithMessage(message);
        SmallModel.Weights(classifier).Should().Equal(before);
    }

    [Theory]
    [MemberData(nameof(UnfitNames))]
    public void Build_LabelsThatCannotBeLearned_AreListed(string name)
    {
        (IImageSource images, string message) = Unfit[name];
        SmallPipeline.Small().UseImages(images)
            .UseTask(context => new ClassificationTask(new ImageClassifier(context.Model.Encoder, 4) { DisposesParts = false }))
            .Invoking(builder => builder.Build()).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().ContainSingle().Which.Should().StartWith("Images: ").And.Match(message);
    }

    [Fact]
    public void Train_OtherChannels_SaysWhichTheEncoderExpects()
    {
        using ImageClassifier classifier = new(Tuning.Create(9), 4, seed: 1);
        DrawnImages gray = new(12, channels: 1) { ClassNames = ["a", "b", "c", "d"] };
        FluentActions.Invoking(() => Train(new ClassificationTask(classifier), gray)).Should().Throw<ArgumentException>().WithMessage("*expects 3 channels*");
    }

    [Fact]
    public void Resume_OtherFrozenWeights_IsRefused()
    {
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Train(encoderSeed: 9);
        FluentActions.Invoking(() => Train(encoderSeed: 10)).Should().Throw<CheckpointException>()
            .Which.Differences.Should().ContainSingle().Which.Should().StartWith("task.FrozenWeights: ");

        void Train(long encoderSeed)
        {
            using ImageClassifier classifier = new(Tuning.Create(encoderSeed), 4, seed: 1);
            ClassificationTaskTests.Train(new ClassificationTask(classifier) { Frozen = true }, Tuning.Images, checkpoints);
        }
    }

    private static void Train(ClassificationTask task, IImageSource images, CheckpointOptions? checkpoints = null)
    {
        using optim.Optimizer optimizer = optim.SGD(task.Module.parameters(), 0.1);
        TrainingOptions options = new() { Epochs = 1, BatchSize = 6, Workers = 1, WarmupEpochs = 0 };
        new Trainer(task, optimizer, options) { Checkpoints = checkpoints }.Train(images, new ViewGenerator(1, Tuning.Augmentation, views: 1));
    }

    private static (ClassificationTask Task, EmbeddingBatch Batch, double[] Logits, int[] Labels) Batch(int views)
    {
        int[] labels = [6, 0, 3, 3, 1];
        random.manual_seed(8);
        Tensor logits = randn(views * labels.Length, Classes, dtype: ScalarType.Float64) * 3;
        ImageClassifier classifier = new(new ModuleEncoder(nn.Flatten(), 3, 12), Classes);
        return (new ClassificationTask(classifier), new EmbeddingBatch(logits, views, tensor(labels, ScalarType.Int64)), [.. logits.data<double>()], labels);
    }

    private static Dictionary<string, float[]> State(nn.Module module) => module.state_dict()
        .ToDictionary(pair => pair.Key, pair => pair.Value.detach().to(ScalarType.Float32).contiguous().data<float>().ToArray());

    /// <summary>Drawn images with any labels.</summary>
    private sealed class Relabeled(int count, Func<int, int?> label) : IImageSource
    {
        private readonly DrawnImages _images = new(count);

        public int Count => count;

        public IReadOnlyList<string> ClassNames { get; init; } = ["a", "b", "c", "d", "e"];

        public Image Read(int index) => _images.Read(index);

        public int? GetLabel(int index) => label(index);
    }
}
