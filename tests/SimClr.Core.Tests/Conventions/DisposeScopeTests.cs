using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.FineTuning;
using SimClr.Core.Interop;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Onnx;
using SimClr.Core.Optimization;
using SimClr.Core.Reporting;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Golden;
using SimClr.Core.Tests.Onnx;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Conventions;

/// <summary>What is made within a dispose scope outlives it, as torch's own modules do.</summary>
public sealed class DisposeScopeTests
{
    /// <summary>Each makes a part and returns a use of it.</summary>
    private static readonly Dictionary<string, Func<Action>> Cases = new()
    {
        [nameof(ResNetEncoder)] = () => Using(new ResNetEncoder(ResNetDepth.ResNet50, Small)),
        [nameof(VisionTransformerEncoder)] = () => Using(
            new VisionTransformerEncoder(new() { ImageSize = 8, PatchSize = 4, Depth = 1, Width = 6 })),
        [nameof(ModuleEncoder)] = () => Using(new ModuleEncoder(nn.Sequential(nn.Flatten(), new OwnParts.Gain(192), nn.Linear(192, 6)), 3, 6)),
        ["an encoder of the user's"] = () => Using(new OwnParts.OwnEncoder()),
        [nameof(MlpProjectionHead)] = () =>
        {
            MlpProjectionHead head = new(192, new ProjectionHeadOptions { Layers = 3, BatchNorm = false });
            return () => Train(new SimClrModel(new ModuleEncoder(nn.Flatten(), 3, 192), head));
        },
        ["a head of the user's"] = () =>
        {
            OwnParts.OwnHead head = new();
            return () => Train(new SimClrModel(new ModuleEncoder(nn.Flatten(), 3, 192), head));
        },
        [nameof(SimClrModel)] = () =>
        {
            SimClrModel model = Model();
            return () => Train(model);
        },
        ["a model in double precision"] = () =>
        {
            SimClrModel model = Model();
            model.to(ScalarType.Float64).to(ScalarType.Float32);
            return () => Train(model);
        },
        [nameof(NtXentLoss)] = () => Using(new NtXentLoss()),
        [nameof(NtLogisticLoss)] = () => Using(new NtLogisticLoss()),
        [nameof(MarginTripletLoss)] = () => Using(new MarginTripletLoss()),
        [nameof(MarginContrastiveLoss)] = () => Using(new MarginContrastiveLoss()),
        [nameof(SupConLoss)] = () => Using(new SupConLoss()),
        [nameof(DclLoss)] = () => Using(new DclLoss()),
        ["a loss of the user's"] = () => Using(new OwnParts.OwnLoss()),
        [nameof(LarsOptimizer)] = () => Using(model => new LarsOptimizer(ParameterGroups.Split(model))),
        [nameof(MuonOptimizer)] = () => Using(model => new MuonOptimizer(ParameterGroups.Split(model))),
        ["SGD"] = () => Using(model => optim.SGD(ParameterGroups.Split(model).ForSgd(0.1), 0.1)),
        ["Adam"] = () => Using(model => optim.Adam(ParameterGroups.Split(model).ForAdam(0.1), 0.1)),
        ["AdamW"] = () => Using(model => optim.AdamW(ParameterGroups.Split(model).ForAdamW(0.1), 0.1)),
        ["RMSProp"] = () => Using(model => optim.RMSProp(model.parameters(), momentum: 0.9)),
        [nameof(ContrastiveTrainer)] = () =>
        {
            SimClrModel model = Model();
            ContrastiveTrainer trainer = new(model, new NtXentLoss(), new LarsOptimizer(ParameterGroups.Split(model)), Training);
            return () => trainer.Train(new DrawnImages(4), new ViewGenerator(1, new RandomHorizontalFlip()));
        },
        [nameof(ImageClassifier)] = () =>
        {
            ImageClassifier classifier = new(new ResNetEncoder(ResNetDepth.ResNet10, Small), 2, new MlpProjectionHead(8).CopyLayers(1));
            return () => new FineTuner(new RandomHorizontalFlip(), new FineTuningOptions { Training = Training })
                .Train(new ClassificationTask(classifier), new DrawnImages(4) { ClassNames = ["a", "b"] }).Steps.Should().Be(1);
        },
        [nameof(OnlineLinearProbe)] = () =>
        {
            OnlineLinearProbe probe = new();
            SimClrModel model = Model();
            ContrastiveTrainer trainer = new(model, new NtXentLoss(), new LarsOptimizer(ParameterGroups.Split(model)), Training) { Callbacks = [probe] };
            trainer.Train(new DrawnImages(4) { ClassNames = ["a", "b"] }, new ViewGenerator(1, new RandomHorizontalFlip()));
            return () => probe.ToLinearClassifier().ClassCount.Should().Be(2);
        },
        [nameof(WeightAverage)] = () =>
        {
            WeightAverage average = new();
            SimClrModel model = Model();
            ContrastiveTrainer trainer = new(model, new NtXentLoss(), new LarsOptimizer(ParameterGroups.Split(model)), Training) { Callbacks = [average] };
            trainer.Train(new DrawnImages(4), new ViewGenerator(1, new RandomHorizontalFlip()));
            return () => average.CopyTo(model);
        },
        [nameof(MeterLog)] = () => () => new MeterLog().OnRunStarted(null!),
        [nameof(TerminalProgress)] = () =>
        {
            TerminalProgress progress = new(output: TextWriter.Null);
            return () => progress.Report((1, 2));
        },
        [nameof(SafeTensorsFile)] = () =>
        {
            using TemporaryFolder folder = new();
            Model().SaveWeights(folder.At("weights.safetensors"));
            SafeTensorsFile file = SafeTensorsFile.Read(folder.At("weights.safetensors"));
            return () => file.Tensors.Values.Should().NotBeEmpty().And.OnlyContain(tensor => tensor.isfinite().all().item<bool>());
        },
        [nameof(ImageEmbedder)] = () =>
        {
            ImageEmbedder embedder = new(new ResNetEncoder(ResNetDepth.ResNet10, Small), new ImagePreprocessing(new ViewShape(3, 8, 8)));
            return () => embedder.Embed(new DrawnImages(2)).Count().Should().Be(2);
        },
        [nameof(OnnxImageEmbedder)] = () =>
        {
            OnnxImageEmbedder embedder = new(OnnxModels.ImageNet, new() { Preprocessing = ImagePreprocessing.ImageNet });
            return () => embedder.Embed(new DrawnImages(2)).Count().Should().Be(2);
        },
        [nameof(EmbeddingSet)] = () =>
        {
            EmbeddingSet set = EmbeddingSet.Open(GoldenFile.PathOf("NumPy/f4-c.npy"));
            return () => set.Row(0).Length.Should().Be(4);
        },
        ["weights that were loaded"] = () =>
        {
            using TemporaryFolder folder = new();
            SimClrModel model = Model();
            model.SaveWeights(folder.At("weights.safetensors"));
            model.LoadWeights(folder.At("weights.safetensors"));
            return () => Train(model);
        },
        [nameof(SimClrPipeline)] = () => Using(Pipeline(builder => builder)),
        ["SimClrPipeline with SGD"] = () => Using(Pipeline(builder => builder.UseSgd())),
        ["SimClrPipeline with Adam"] = () => Using(Pipeline(builder => builder.UseAdam())),
        ["SimClrPipeline after a training"] = () =>
        {
            SimClrPipeline pipeline = Pipeline(builder => builder.UseSgd());
            pipeline.Train();
            return Using(pipeline);
        },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static ResNetOptions Small => new() { WidthMultiplier = 1 / 64.0, Stem = ResNetStem.Cifar };

    private static TrainingOptions Training => new() { Epochs = 1, BatchSize = 4 };

    [Fact]
    public void Cases_OfTheLibrary_AreAllDisposableTypes() => Cases.Keys.Should().Contain(
        Library.ExportedTypes.Where(type => type.IsAssignableTo(typeof(IDisposable)) && !type.IsAbstract).Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Use_AfterTheScopeThatItWasMadeIn_Works(string name)
    {
        Action use;
        using (NewDisposeScope())
            use = Cases[name]();
        use();
    }

    [Fact]
    public void Dispose_OfAPipelineMadeInAScope_LeavesNoTensorBehind()
    {
        const int pipelines = 3;
        int parameters = 0;
        long left = LiveTensors.LeftBy(pipelines, () =>
        {
            SimClrPipeline pipeline;
            using (NewDisposeScope())
                pipeline = Pipeline(builder => builder.UseLars());
            parameters = pipeline.Model.parameters().Count();
            pipeline.Dispose();
        });

        // TorchSharp goes on counting a tensor that has become a parameter, though it holds nothing any more.
        left.Should().BeLessThanOrEqualTo(pipelines * parameters, "what a scope no longer disposes of, its owner does");
    }

    private static SimClrModel Model() => new(new ResNetEncoder(ResNetDepth.ResNet10, Small), new MlpProjectionHead(8));

    private static SimClrPipeline Pipeline(Func<SimClrBuilder, SimClrBuilder> change) => change(new SimClrBuilder()
        .UseImages(new DrawnImages(4))
        .UseAugmentations(new RandomHorizontalFlip())
        .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 64.0, ResNetStem.Cifar))
        .ConfigureTraining(o => (o.Epochs, o.BatchSize) = (1, 4)))
        .Build();

    private static Action Using(Encoder encoder) => () =>
    {
        Train(new SimClrModel(encoder, new MlpProjectionHead(encoder.FeatureDimension)));
        new FeatureExtractor(encoder).Extract(new DrawnImages(3)).Count.Should().Be(3);
        Save(encoder);
    };

    private static Action Using(ContrastiveLoss loss) => () =>
    {
        using Tensor z = rand(4, 3).requires_grad_();
        using Tensor both = cat([z, z]);
        using Tensor labels = arange(4);
        loss.call(new EmbeddingBatch(both, 2, labels)).backward();
        z.grad!.isfinite().all().item<bool>().Should().BeTrue();
    };

    private static Action Using(Func<SimClrModel, optim.Optimizer> create)
    {
        SimClrModel model = Model();
        optim.Optimizer optimizer = create(model);
        Step(model, optimizer);
        return () => Step(model, optimizer);
    }

    private static Action Using(SimClrPipeline pipeline) => () =>
    {
        pipeline.Train().Steps.Should().Be(1);
        pipeline.Extract(new DrawnImages(3)).Count.Should().Be(3);
        Save(pipeline.Model);
    };

    private static void Train(SimClrModel model)
    {
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        Step(model, optimizer);
    }

    private static void Step(SimClrModel model, optim.Optimizer optimizer)
    {
        using NtXentLoss loss = new();
        float[] before = SmallModel.Weights(model);
        new ContrastiveTrainer(model, loss, optimizer, Training).Train(new DrawnImages(4), new ViewGenerator(1, new RandomHorizontalFlip()));
        SmallModel.Weights(model).Should().NotEqual(before);
    }

    private static void Save(nn.Module module)
    {
        using TemporaryFolder folder = new();
        module.SaveWeights(folder.At("weights.safetensors"));
        module.LoadWeights(folder.At("weights.safetensors"));
    }
}
