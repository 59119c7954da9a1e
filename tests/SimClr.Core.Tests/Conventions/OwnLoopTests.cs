using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.FineTuning;
using SimClr.Core.Interop;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Conventions;

/// <summary>
/// A loop of the user's own, without a dispose scope, that disposes what it is given: nothing may be left to the garbage collector, which
/// knows nothing of native memory.
/// </summary>
public sealed class OwnLoopTests
{
    private const int Steps = 50;

    private static readonly Dictionary<string, Func<Action>> Loops = new()
    {
        ["NtXentLoss"] = () => Backward(new NtXentLoss()),
        ["NtXentLoss, low temperature"] = () => Backward(new NtXentLoss(0.01)),
        ["NtXentLoss, official scale"] = () => Backward(new NtXentLoss(0.5, NtXentReduction.SumOfDirections)),
        ["NtXentLoss, half precision"] = () => Backward(new NtXentLoss(), ScalarType.BFloat16),
        ["NtXentLoss, long rows"] = () => Backward(new NtXentLoss(), length: 1e20),
        ["NtLogisticLoss"] = () => Backward(new NtLogisticLoss(0.5, NegativeMining.SemiHard)),
        ["MarginTripletLoss"] = () => Backward(new MarginTripletLoss()),
        ["DclLoss"] = () => Backward(new DclLoss()),
        ["MarginContrastiveLoss"] = () => Backward(new MarginContrastiveLoss()),
        ["SupConLoss, same image"] = () => Backward(new SupConLoss(positives: PositiveRule.SameImage)),
        ["NtXentLoss, 4 views"] = () => BackwardOfViews(new NtXentLoss(), labeled: false),
        ["NtXentLoss, 4 views, mean of positives"] = () => BackwardOfViews(new NtXentLoss(target: NtXentTarget.MeanOfPositives), labeled: false),
        ["DclLoss, 4 views"] = () => BackwardOfViews(new DclLoss(), labeled: false),
        ["SupConLoss, labels"] = () => BackwardOfViews(new SupConLoss(), labeled: true),
        ["NtLogisticLoss, labels"] = () => BackwardOfViews(new NtLogisticLoss(positives: PositiveRule.SameLabel), labeled: true),
        ["MarginTripletLoss, labels"] = () => BackwardOfViews(new MarginTripletLoss(positives: PositiveRule.SameLabel), labeled: true),
        ["MarginContrastiveLoss, labels"] = () => BackwardOfViews(new MarginContrastiveLoss(positives: PositiveRule.SameLabel), labeled: true),
        ["a custom RowwiseLoss, labels"] = () => BackwardOfViews(new UserSupConLoss(0.2), labeled: true),
        ["losses without gradient"] = () =>
        {
            (Tensor leaf, Tensor z2) = Embeddings(ScalarType.Float32, 1);
            Tensor z1 = leaf.detach();
            ContrastiveLoss[] losses = [new NtXentLoss(), new NtXentLoss(0.01), new NtLogisticLoss(), new MarginTripletLoss()];
            return () => Array.ForEach(losses, loss => loss.call(z1, z2).Dispose());
        },
        ["losses without gradient, 4 views"] = () =>
        {
            EmbeddingBatch batch = Views(labeled: true, withGradient: false);
            ContrastiveLoss[] losses =
            [
                new NtXentLoss(), new DclLoss(), new SupConLoss(), new NtLogisticLoss(), new MarginTripletLoss(), new MarginContrastiveLoss(),
                new UserSupConLoss(0.2),
            ];
            return () => Array.ForEach(losses, loss => loss.call(batch).Dispose());
        },
        ["ContrastiveAccuracy"] = () =>
        {
            (Tensor z1, Tensor z2) = Embeddings(ScalarType.Float32, 1);
            return () => ContrastiveAccuracy.Compute(z1, z2).Dispose();
        },
        ["ContrastiveAccuracy, 4 views"] = () =>
        {
            EmbeddingBatch batch = Views(labeled: false, withGradient: false);
            return () => ContrastiveAccuracy.Compute(batch).Dispose();
        },
        ["ResNetEncoder"] = () => Backward(Encoder(ResNetDepth.ResNet10, Precision.Float32, ResNetStem.Cifar), Images()),
        ["ResNetEncoder, bottlenecks, bfloat16"] = () => Backward(Encoder(ResNetDepth.ResNet50, Precision.BFloat16, ResNetStem.ImageNet), Images()),
        ["VisionTransformerEncoder"] = () => Backward(
            new VisionTransformerEncoder(new() { ImageSize = 16, PatchSize = 4, Depth = 2, Width = 6, Precision = Precision.BFloat16 }), Images()),
        ["ModuleEncoder"] = () => Backward(new ModuleEncoder(nn.Sequential(nn.Flatten(), nn.Linear(192, 6)), 3, 6), Images()),
        ["MlpProjectionHead"] = () => Backward(new MlpProjectionHead(6), rand(4, 6)),
        ["MlpProjectionHead, deep, with bias"] = () => Backward(new MlpProjectionHead(6, new() { Layers = 3, BatchNorm = false }), rand(4, 6)),
        ["MlpProjectionHead, none"] = () => Backward(new MlpProjectionHead(6, new() { Layers = 0 }), rand(4, 6).requires_grad_()),
        ["a training step"] = () => TrainingStep(model => new LarsOptimizer(ParameterGroups.Split(model))),
        ["LarsOptimizer's state"] = () =>
        {
            SimClrModel model = SmallModel.ResNet();
            LarsOptimizer optimizer = new(ParameterGroups.Split(model));
            TrainingStep(_ => optimizer, model)();
            return () =>
            {
                optimizer.ReadTrustRatios();
                optimizer.LoadMomentumBuffers(optimizer.MomentumBuffers);
            };
        },
        ["evaluation"] = () =>
        {
            ResNetEncoder encoder = Encoder(ResNetDepth.ResNet10, Precision.Float32, ResNetStem.Cifar);
            DrawnImages images = new(12) { ClassNames = ["a", "b"] };
            KnnMonitor monitor = new(images, images, new KnnOptions { NeighborCount = 1 });
            return () =>
            {
                FeatureSet features = new FeatureExtractor(encoder).Extract(images);
                KnnClassifier.Fit(features, new KnnOptions { NeighborCount = 1 }).Accuracy(features);
                LinearProbe.Fit(features, new() { CandidateCount = 2, MaximumIterations = 3 }).Accuracy(features);
                RepresentationHealth.Measure(features);
                monitor.Measure(encoder);
            };
        },
        ["evaluation with labels"] = () =>
        {
            DrawnImages images = new(12) { ClassNames = ["a", "b"] };
            ImageClassifier classifier = new(Encoder(ResNetDepth.ResNet10, Precision.Float32, ResNetStem.Cifar), 2, new MlpProjectionHead(8));
            FeatureSet features = new FeatureExtractor(classifier.Encoder).Extract(images);
            return () =>
            {
                classifier.Evaluate(images);
                classifier.ToLinearClassifier();
                SgdLinearProbe.Fit(features, new() { Epochs = 2, Standardize = true }).Accuracy(features);
            };
        },
        ["weights in files"] = () =>
        {
            ResNetEncoder encoder = Encoder(ResNetDepth.ResNet10, Precision.Float32, ResNetStem.Cifar);
            return () =>
            {
                using TemporaryFolder folder = new();
                encoder.SaveWeights(folder.At("weights.safetensors"));
                encoder.LoadWeights(folder.At("weights.safetensors"));
                SafeTensorsFile.Read(folder.At("weights.safetensors")).Dispose();
            };
        },
        ["ActivationMemory"] = () =>
        {
            SimClrModel model = SmallModel.ResNet();
            return () => ActivationMemory.Estimate(model, new ViewShape(3, 8, 8), 4);
        },
    };

    public static TheoryData<string> Names => [.. Loops.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Loop_WithoutADisposeScope_LeavesNoTensorBehind(string name) => LiveTensors.LeftBy(name == "ActivationMemory" ? 3 : Steps, Loops[name]()).Should().Be(0);

    [Fact]
    public void Train_WithoutADisposeScope_LeavesNoTensorBehind()
    {
        using SimClrPipeline pipeline = new SimClrBuilder()
            .UseImages(new DrawnImages(8))
            .UseAugmentations(new RandomHorizontalFlip())
            .UseEncoder(_ => Encoder(ResNetDepth.ResNet10, Precision.Float32, ResNetStem.Cifar))
            .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.MicroBatchSize, o.GradientClipNorm) = (1, 4, 2, 1))
            .Build();
        LiveTensors.LeftBy(5, () => pipeline.Train()).Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_WithLabelsWithoutADisposeScope_LeavesNoTensorBehind(bool frozen)
    {
        DrawnImages images = new(8) { ClassNames = ["a", "b", "c", "d", "e", "f"] };
        using ImageClassifier classifier = new(Encoder(ResNetDepth.ResNet10, Precision.Float32, ResNetStem.Cifar), 6, new MlpProjectionHead(8));
        FineTuner tuner = new(new RandomHorizontalFlip(), new FineTuningOptions { Training = new() { Epochs = 1, BatchSize = 4, MicroBatchSize = 2 } });
        LiveTensors.LeftBy(5, () => tuner.Train(new ClassificationTask(classifier) { Frozen = frozen }, images)).Should().Be(0);
    }

    [Fact]
    public void Train_WithAnOnlineProbe_LeavesNoTensorBehind()
    {
        DrawnImages images = new(8) { ClassNames = ["a", "b"] };
        using OnlineLinearProbe probe = new(images);
        using SimClrPipeline pipeline = new SimClrBuilder()
            .UseImages(images)
            .UseAugmentations(new RandomHorizontalFlip())
            .UseEncoder(_ => Encoder(ResNetDepth.ResNet10, Precision.Float32, ResNetStem.Cifar))
            .UseOnlineLinearProbe(probe)
            .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.MicroBatchSize) = (1, 4, 2))
            .Build();
        LiveTensors.LeftBy(5, () => pipeline.Train()).Should().Be(0);
    }

    private static (Tensor First, Tensor Second) Embeddings(ScalarType type, double length)
    {
        Tensor z = arange(128, dtype: ScalarType.Float64).sin().mul(length).to(type).reshape(2, 16, 4);
        return (z[0].clone().requires_grad_(), z[1].clone());
    }

    private static Action Backward(ContrastiveLoss loss, ScalarType type = ScalarType.Float32, double length = 1)
    {
        (Tensor z1, Tensor z2) = Embeddings(type, length);
        return () =>
        {
            using Tensor value = loss.call(z1, z2);
            value.backward();
        };
    }

    /// <summary>4 views of 8 images, of 3 classes or none.</summary>
    private static EmbeddingBatch Views(bool labeled, bool withGradient)
    {
        Tensor values = arange(128, dtype: ScalarType.Float32).sin().reshape(32, 4);
        return new EmbeddingBatch(withGradient ? values.requires_grad_() : values, 4, labeled ? arange(8) % 3 : null);
    }

    private static Action BackwardOfViews(ContrastiveLoss loss, bool labeled)
    {
        EmbeddingBatch batch = Views(labeled, withGradient: true);
        return () =>
        {
            using Tensor value = loss.call(batch);
            value.backward();
        };
    }

    private static Action Backward(nn.Module<Tensor, Tensor> module, Tensor input) => () =>
    {
        using Tensor output = module.call(input);
        using Tensor sum = output.sum();
        sum.backward();
    };

    private static Action TrainingStep(Func<SimClrModel, optim.Optimizer> create, SimClrModel? given = null)
    {
        SimClrModel model = given ?? SmallModel.ResNet();
        optim.Optimizer optimizer = create(model);
        NtXentLoss loss = new();
        (Tensor first, Tensor second) = (Images(), Images());
        return () =>
        {
            optimizer.zero_grad();
            (Tensor h1, Tensor z1) = model.call(first);
            (Tensor h2, Tensor z2) = model.call(second);
            using Tensor value = loss.call(z1, z2);
            value.backward();
            optimizer.step();
            Array.ForEach([h1, z1, h2, z2], tensor => tensor.Dispose());
        };
    }

    private static Tensor Images() => rand(4, 3, 8, 8);

    private static ResNetEncoder Encoder(ResNetDepth depth, Precision precision, ResNetStem stem)
        => new(depth, new ResNetOptions { WidthMultiplier = 1 / 64.0, Precision = precision, Stem = stem });
}
