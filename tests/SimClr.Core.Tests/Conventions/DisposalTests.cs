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
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Conventions;

/// <summary>Everything public and disposable: disposed twice without harm, and of no use afterwards.</summary>
public sealed class DisposalTests
{
    private static readonly Dictionary<Type, Func<(IDisposable Made, Action[] Uses)>> Cases = new()
    {
        [typeof(ResNetEncoder)] = () => Of(Encoder(), encoder => encoder.call(Pixels())),
        [typeof(VisionTransformerEncoder)] = () => Of(
            new VisionTransformerEncoder(new() { ImageSize = 4, PatchSize = 2, Depth = 1, Width = 6 }), encoder => encoder.call(Pixels())),
        [typeof(ModuleEncoder)] = () => Of(new ModuleEncoder(nn.Flatten(), 3, 48), encoder => encoder.call(Pixels())),
        [typeof(MlpProjectionHead)] = () => Of(new MlpProjectionHead(4), head => head.call(zeros(2, 4))),
        [typeof(SimClrModel)] = () => Of(Model(), model => model.call(Pixels()), model => model.Encoder.call(Pixels()), model => model.ProjectionHead.call(zeros(2, 8))),
        [typeof(NtXentLoss)] = () => Of(new NtXentLoss(), loss => loss.call(ones(2, 4), ones(2, 4))),
        [typeof(NtLogisticLoss)] = () => Of(new NtLogisticLoss(), loss => loss.call(ones(2, 4), ones(2, 4))),
        [typeof(MarginTripletLoss)] = () => Of(new MarginTripletLoss(), loss => loss.call(ones(2, 4), ones(2, 4))),
        [typeof(SupConLoss)] = () => Of(new SupConLoss(), loss => loss.call(ones(2, 4), ones(2, 4))),
        [typeof(DclLoss)] = () => Of(new DclLoss(), loss => loss.call(ones(2, 4), ones(2, 4))),
        [typeof(MarginContrastiveLoss)] = () => Of(new MarginContrastiveLoss(), loss => loss.call(ones(2, 4), ones(2, 4))),
        [typeof(LarsOptimizer)] = () => Of(
            new LarsOptimizer(ParameterGroups.Split(Model())),
            lars => lars.step(),
            lars => _ = lars.MomentumBuffers,
            lars => lars.LoadMomentumBuffers(new Dictionary<string, Tensor>()),
            lars => lars.ReadTrustRatios()),
        [typeof(MuonOptimizer)] = () => Of(
            new MuonOptimizer(ParameterGroups.Split(Model())),
            muon => muon.step(),
            muon => _ = muon.MomentumBuffers,
            muon => muon.LoadMomentumBuffers(new Dictionary<string, Tensor>())),
        [typeof(ImageClassifier)] = () => Of(
            new ImageClassifier(Encoder(), 3),
            classifier => classifier.call(Pixels()),
            classifier => classifier.Encoder.call(Pixels()),
            classifier => classifier.Scores(new DrawnImages(2)),
            classifier => classifier.Predict(new DrawnImages(2)),
            classifier => classifier.Evaluate(new DrawnImages(2) { ClassNames = ["a"] }),
            classifier => classifier.TopKAccuracy(new DrawnImages(2) { ClassNames = ["a"] }, 1),
            classifier => classifier.ToLinearClassifier()),
        [typeof(OnlineLinearProbe)] = () => Of(new OnlineLinearProbe(), probe => probe.ToLinearClassifier()),
        [typeof(WeightAverage)] = () => Of(new WeightAverage(), average => average.CopyTo(Model())),
        [typeof(MeterLog)] = () => Of(new MeterLog(), log => log.OnRunStarted(null!)),
        [typeof(TerminalProgress)] = () => Of(
            new TerminalProgress(output: TextWriter.Null), progress => progress.Report((1, 2)), progress => progress.WriteLine(""), progress => progress.OnRunStarted(null!)),
        [typeof(SafeTensorsFile)] = () => Of(Weights(), file => _ = file.Tensors),
        [typeof(ImageEmbedder)] = () => Of(
            new ImageEmbedder(Encoder(), new ImagePreprocessing(new ViewShape(3, 8, 8))), embedder => embedder.Embed(new DrawnImages(2))),
        [typeof(OnnxImageEmbedder)] = () => Of(
            new OnnxImageEmbedder(OnnxModels.ImageNet, new() { Preprocessing = ImagePreprocessing.ImageNet }),
            embedder => embedder.Embed(new DrawnImages(2)),
            embedder => _ = embedder.Metadata),
        [typeof(EmbeddingSet)] = () => Of(
            EmbeddingSet.Open(GoldenFile.PathOf("NumPy/f4-c.npy")), set => set.Row(0), set => set.ToEmbeddings().Count(), set => set.ToFeatureSet()),
        [typeof(SimClrPipeline)] = () => Of(
            Pipeline(),
            pipeline => pipeline.Train(),
            pipeline => pipeline.Extract(new DrawnImages(4)),
            pipeline => pipeline.CreateEmbedder(),
            pipeline => pipeline.Encoder.call(Pixels()),
            pipeline => pipeline.Model.call(Pixels())),
    };

    public static TheoryData<Type> Types => [.. Disposable];

    private static IEnumerable<Type> Disposable
        => Library.ExportedTypes.Where(type => type.IsAssignableTo(typeof(IDisposable)) && !type.IsAbstract);

    [Fact]
    public void Cases_OfTheLibrary_AreAllDisposableTypes() => Cases.Keys.Should().BeEquivalentTo(Disposable);

    [Theory]
    [MemberData(nameof(Types))]
    public void Dispose_OnceAndTwice_LeavesNothingThatCanBeUsed(Type type)
    {
        (IDisposable made, Action[] uses) = Cases[type]();
        made.Dispose();
        made.Dispose();
        uses.Should().NotBeEmpty().And.AllSatisfy(use => use.Should().Throw<ObjectDisposedException>());
        made.Dispose();
    }

    private static (IDisposable Made, Action[] Uses) Of<T>(T made, params Action<T>[] uses)
        where T : IDisposable
        => (made, [.. uses.Select<Action<T>, Action>(use => () => use(made))]);

    private static Tensor Pixels() => zeros(2, 3, 4, 4);

    private static ResNetEncoder Encoder() => new(ResNetDepth.ResNet10, new ResNetOptions { WidthMultiplier = 1 / 64.0 });

    private static SimClrModel Model() => new(Encoder(), new MlpProjectionHead(8));

    private static SafeTensorsFile Weights()
    {
        using TemporaryFolder folder = new();
        using SimClrModel model = Model();
        model.SaveWeights(folder.At("weights.safetensors"));
        return SafeTensorsFile.Read(folder.At("weights.safetensors"));
    }

    private static SimClrPipeline Pipeline() => new SimClrBuilder()
        .UseImages(new DrawnImages(4))
        .UseAugmentations(new RandomHorizontalFlip())
        .UseEncoder(Encoder())
        .ConfigureTraining(o => (o.Epochs, o.BatchSize) = (1, 4))
        .Build();
}
