using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Interop;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Evaluation;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>What would disturb a running training is refused, and the weights are those of a training left alone.</summary>
public sealed class ConcurrentUseTests : IDisposable
{
    private static readonly DrawnImages Labeled = new(6) { ClassNames = ["a", "b"] };
    private static readonly KnnMonitor Monitor = new(Labeled, Labeled, new KnnOptions { NeighborCount = 1 });

    private readonly TemporaryFolder _folder = new();

    private static Dictionary<string, Action<SimClrPipeline, string>> Uses { get; } = new()
    {
        ["Extract"] = (pipeline, _) => pipeline.Extract(Labeled),
        ["Extract by a monitor"] = (pipeline, _) => Monitor.Measure(pipeline.Encoder),
        ["Train"] = (pipeline, _) => pipeline.Train(),
        ["Dispose"] = (pipeline, _) => pipeline.Dispose(),
        ["Dispose of the model"] = (pipeline, _) => pipeline.Model.Dispose(),
        ["Dispose of the encoder"] = (pipeline, _) => pipeline.Encoder.Dispose(),
        ["Dispose of the head"] = (pipeline, _) => pipeline.Model.ProjectionHead.Dispose(),
        ["SaveWeights"] = (pipeline, file) => pipeline.Encoder.SaveWeights(file),
        ["LoadWeights"] = (pipeline, file) => pipeline.Encoder.LoadWeights(file),
        ["ActivationMemory"] = (pipeline, _) => ActivationMemory.Estimate(pipeline.Model, new ViewShape(3, 8, 8), 2),
    };

    public static TheoryData<string> UseNames => [.. Uses.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(UseNames))]
    public void Use_BesideATraining_IsRefusedAndTheWeightsAreThoseOfTheTrainingAlone(string name)
    {
        using SimClrPipeline alone = Pipeline();
        alone.Train();
        using SimClrPipeline pipeline = Pipeline();
        string file = _folder.At("weights.safetensors");
        pipeline.Encoder.SaveWeights(file);
        List<Exception?> outcomes = [];

        pipeline.Train(new Callback(_ => outcomes.Add(OnAnotherThread(() => Uses[name](pipeline, file)))));

        outcomes.Should().HaveCount(2).And.AllSatisfy(outcome => outcome.Should().BeOfType<InvalidOperationException>()
            .Which.Message.Should().Match($"{name.Split(' ')[0]} cannot begin while Train is running on another thread with the same SimClrModel: wait *"));
        SmallModel.Weights(pipeline.Model).Should().Equal(SmallModel.Weights(alone.Model));
        OnAnotherThread(() => Uses[name](pipeline, file)).Should().BeNull("the training has ended");
    }

    [Theory]
    [InlineData("Train", true)]
    [InlineData("Dispose", true)]
    [InlineData("Extract", false)]
    [InlineData("Extract by a monitor", false)]
    [InlineData("SaveWeights", false)]
    public void Use_ByAHandlerOnTheTrainingsThread_IsRefusedWhereItWouldChangeTheRun(string name, bool refused)
    {
        using SimClrPipeline alone = Pipeline();
        alone.Train();
        using SimClrPipeline pipeline = Pipeline();
        List<string?> messages = [];

        pipeline.Train(new Callback(_ => messages.Add(
            Record.Exception(() => Uses[name](pipeline, _folder.At("weights.safetensors")))?.Message)));

        messages.Should().HaveCount(2).And.AllSatisfy(message => message.Should().Match(
            text => refused ? text!.StartsWith($"{name} cannot begin within Train of the same SimClrModel: ") : text == null));
        SmallModel.Weights(pipeline.Model).Should().Equal(SmallModel.Weights(alone.Model));
    }

    [Fact]
    public void Train_WhileExtractRuns_IsRefused()
    {
        using SimClrPipeline pipeline = Pipeline();
        float[] before = SmallModel.Weights(pipeline.Model);
        CallingImages images = new(index => index == 3 ? OnAnotherThread(() => pipeline.Train()) : null);

        pipeline.Extract(images, new FeatureExtractorOptions { BatchSize = 2, Workers = 1 });

        images.Outcomes.Should().ContainSingle().Which.Message.Should()
            .Match("Train cannot begin while Extract is running on another thread with the same ResNetEncoder: *");
        SmallModel.Weights(pipeline.Model).Should().Equal(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_ModelsThatShareALayer_AreKeptApart(bool wrapped)
    {
        using nn.Module<Tensor, Tensor> layer = nn.Sequential(nn.Flatten(), nn.Linear(192, 4));
        ModuleEncoder encoder = new(layer, 3, 4);
        using SimClrModel first = new(encoder, new MlpProjectionHead(4));
        using SimClrModel second = new(wrapped ? new ModuleEncoder(layer, 3, 4) : encoder, new MlpProjectionHead(4, seed: 2));
        List<Exception?> outcomes = [];

        Train(first, new Callback(_ => outcomes.Add(OnAnotherThread(() => Train(second)))));

        outcomes.Should().ContainSingle().Which.Should().BeOfType<InvalidOperationException>();
        OnAnotherThread(() => Train(second)).Should().BeNull();
    }

    [Fact]
    public void Extract_TwoAtOnceWithOneEncoder_GivesTheFeaturesOfEachAloneAndTheModesBack()
    {
        using SmallEncoder encoder = new();
        encoder.BatchNorm.eval();
        FeatureExtractor extractor = new(encoder, new FeatureExtractorOptions { BatchSize = 2, Workers = 1 });
        float[] expected = extractor.Extract(new DrawnImages(6)).Values.ToArray();
        float[]? second = null;
        // The second begins and ends in the midst of the first, which then still needs its mode.
        CallingImages images = new(index => index == 4 ? OnAnotherThread(() => second = extractor.Extract(new DrawnImages(6)).Values.ToArray()) : null);

        float[] first = extractor.Extract(images).Values.ToArray();

        first.Should().Equal(expected);
        second.Should().Equal(expected);
        encoder.training.Should().BeTrue();
        encoder.BatchNorm.training.Should().BeFalse("it was before");
    }

    private static Exception? OnAnotherThread(Action action)
    {
        Exception? outcome = null;
        Thread thread = new(() => outcome = Record.Exception(action));
        thread.Start();
        thread.Join();
        return outcome;
    }

    private static void Train(SimClrModel model, IProgress<TrainingProgress>? progress = null)
    {
        using NtXentLoss loss = new();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        new ContrastiveTrainer(model, loss, optimizer, new TrainingOptions { Epochs = 1, BatchSize = 8 })
            .Train(new DrawnImages(8), new ViewGenerator(5, new AddNoise()), progress);
    }

    private static SimClrPipeline Pipeline() => new SimClrBuilder()
        .UseImages(new DrawnImages(16))
        .UseAugmentations(a => a.RandomResizedCrop(8).RandomHorizontalFlip())
        .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.0625))
        .UseProjectionHead(o => o.OutputDimension = 8)
        .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Workers) = (2, 8, 1))
        .Build();

    /// <summary>Images that call back when they are read, and keep what went wrong.</summary>
    private sealed class CallingImages(Func<int, Exception?> call) : IImageSource
    {
        private readonly DrawnImages _images = new(6);

        public List<Exception> Outcomes { get; } = [];

        public int Count => _images.Count;

        public IReadOnlyList<string> ClassNames => [];

        public Image Read(int index)
        {
            if (call(index) is { } outcome)
                Outcomes.Add(outcome);
            return _images.Read(index);
        }

        public int? GetLabel(int index) => null;
    }
}
