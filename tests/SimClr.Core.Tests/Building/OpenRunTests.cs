using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Training;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using TorchSharp.Modules;
using static SimClr.Core.Tests.Training.SmallPipeline;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Building;

/// <summary>The builder takes what a run does from its user: views, task, callbacks.</summary>
public sealed class OpenRunTests
{
    [Fact]
    public void UseAugmentations_FourViews_GivesAllToTheLoss()
    {
        ViewCountingLoss loss = new();
        using SimClrPipeline simclr = Small().UseAugmentations(views: 4, a => a.RandomResizedCrop(6)).UseLoss(loss).Build();

        simclr.Train().Steps.Should().Be(2);

        simclr.Views.Branches.Should().HaveCount(4);
        loss.Views.Should().Equal(4, 4);
    }

    [Fact]
    public void UseAugmentations_ViewsOfTwoSizes_AreToldToTheEncoder()
    {
        EncoderContext? seen = null;
        ViewCountingLoss loss = new();
        using SimClrPipeline simclr = Small()
            .UseAugmentations(() => SimClrAugmentations.MultiCrop(new MultiCropOptions { LargeSize = 8, SmallSize = 4, SmallViews = 3 }))
            .UseEncoder(context => MeanEncoderOptions.Create(seen = context, new MeanEncoderOptions()))
            .UseLoss(loss)
            .Build();

        simclr.Train();

        seen!.Views.Should().Equal(new ViewGroup(new ViewShape(3, 8, 8), 2), new ViewGroup(new ViewShape(3, 4, 4), 3));
        loss.Views.Should().Equal(5, 5);
    }

    [Fact]
    public void UseAugmentations_SmallViewsFirst_AreEvaluatedAtTheSizeOfTheLargest()
    {
        EncoderContext? seen = null;
        Messages log = new();
        IReadOnlyList<AugmentationPipeline> crops = SimClrAugmentations.MultiCrop(
            new MultiCropOptions { LargeSize = 8, SmallSize = 4 }, o => o.Interpolation = ResizeInterpolation.Bicubic);
        DrawnImages images = new(8, side: 20) { ClassNames = ["a", "b"] };
        using SimClrPipeline simclr = Small()
            .UseImages(images)
            .UseAugmentations(() => crops.Reverse())
            .UseEncoder(context => MeanEncoderOptions.Create(seen = context, new MeanEncoderOptions()))
            .UseKnnMonitor(new KnnMonitor(images, images, new() { NeighborCount = 1 }))
            .UseLogger(log)
            .Build();

        const string preparation = "EvaluationCrop(height 8, width 8, interpolation Bicubic)";
        seen!.Views.Should().Equal(new ViewGroup(new ViewShape(3, 4, 4), 6), new ViewGroup(new ViewShape(3, 8, 8), 2));
        simclr.EvaluationPreprocessing.ToString().Should().Be(preparation);
        simclr.Views.ForEvaluation(ViewGroup.Largest(seen.Views)!.Shape).ToString().Should().Be(preparation);
        simclr.Train().Epochs[^1].KnnAccuracy.Should().NotBeNull();
        log.All.Should().NotContain(message => message.Level == LogLevel.Warning, "small crops are no other way to evaluate");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void UseAugmentations_FewerThanTwoViews_IsRefused(int views)
        => Failures(Small().UseAugmentations(views, new RandomHorizontalFlip()))
            .Should().ContainSingle().Which.Should().StartWith("Augmentations: ");

    [Fact]
    public void UseCallback_Several_AreCalledInTheirOrder()
    {
        List<string> calls = [];
        using SimClrPipeline simclr = Small().UseCallback(new Recorder("a", calls)).UseCallback(new Recorder("b", calls)).Build();

        simclr.Train();

        calls.Should().Equal("a1", "b1", "a2", "b2");
    }

    [Fact]
    public void UseTask_Own_IsTrainedWithItsParametersAndDisposed()
    {
        OptimizerContext? seen = null;
        Scaled? module = null;
        SimClrPipeline simclr = Small()
            .ConfigureTraining(o => o.Seed = 4)
            .UseTask(context => new ScaledTask(module = new Scaled(context.Model, context.Seed), context.Loss))
            .UseOptimizer(context => optim.SGD((seen = context).Parameters.ForSgd(0.1), 0.1))
            .Build();
        float[] before = SmallModel.Weights(module!);

        simclr.Train().Steps.Should().Be(2);

        seen!.Module.Should().BeSameAs(module);
        seen.Parameters.Excluded.Select(named => named.Name).Should().Contain("scale");
        SmallModel.Weights(module!).Should().NotEqual(before);
        module!.Scale.Should().NotBe(4);
        simclr.Dispose();
        simclr.Dispose();
        module.Invoking(it => it.Scale).Should().Throw<Exception>("the pipeline owns it");
    }

    [Fact]
    public void UseTask_BudgetForMicroBatches_IsRefusedAtBuild()
        => Failures(Small()
            .UseTask(context => new ScaledTask(new Scaled(context.Model, 1), context.Loss))
            .ConfigureTraining(o => o.MicroBatchBudgetBytes = 1 << 30))
            .Should().ContainSingle().Which.Should().Be("MicroBatchBudgetBytes: the memory of ScaledTask cannot be estimated; set MicroBatchSize instead.");

    [Fact]
    public void UseTask_FunctionThatRefuses_IsListed()
        => Failures(Small().UseTask(_ => throw new ArgumentException("No labels."))).Should().Equal("Task: No labels.");

    private sealed class ViewCountingLoss() : ContrastiveLoss(nameof(ViewCountingLoss))
    {
        public List<int> Views { get; } = [];

        public override Tensor forward(EmbeddingBatch input)
        {
            Views.Add(input.Views);
            return input.Values.pow(2).mean();
        }
    }

    private sealed class Recorder(string name, List<string> calls) : TrainingCallback
    {
        private int _steps;

        public override void AfterStep(TrainingContext run) => calls.Add($"{name}{++_steps}");
    }

    /// <summary>A model and a number that its embeddings are multiplied by.</summary>
    private sealed class Scaled : nn.Module
    {
        private readonly SimClrModel model;
        private readonly Parameter scale;

        public Scaled(SimClrModel model, double initial)
            : base(nameof(Scaled))
        {
            (this.model, scale) = (model, new Parameter(tensor((float)initial)));
            RegisterComponents();
        }

        public float Scale => scale.item<float>();

        public SimClrModel Model => model;

        public Tensor Of(Tensor embeddings) => embeddings * scale;
    }

    private sealed class ScaledTask(Scaled module, ContrastiveLoss loss) : ITrainingTask
    {
        private readonly ContrastiveTask _contrastive = new(module.Model, loss);

        public nn.Module Module => module;

        public Encoder Encoder => module.Model.Encoder;

        public IReadOnlyDictionary<string, object> Parts => _contrastive.Parts;

        public int MinimumBatchSize => 2;

        public IEnumerable<TaskProblem> Problems(IReadOnlyList<ViewGroup> groups) => _contrastive.Problems(groups);

        public Tensor Embed(TrainingBatch batch, int group, Device device)
        {
            using Tensor embeddings = _contrastive.Embed(batch, group, device);
            return module.Of(embeddings);
        }

        public Tensor Loss(EmbeddingBatch batch) => (batch.Values - 1).pow(2).mean();
    }
}
