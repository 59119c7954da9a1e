using Microsoft.Extensions.Options;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Models.Inference;
using SimClr.Core.Tensors;
using SimClr.Core.Tests.Conventions;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Evaluation;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>What is not written, and why.</summary>
public sealed class OnnxRefusalTests
{
    private static readonly Dictionary<string, (OnnxExportOptions Options, string Message)> BadOptions = new()
    {
        ["no size"] = (new(), "*Height*must be set, or Preprocessing, or DynamicSize*"),
        ["a width alone"] = (new() { Width = 16 }, "*Height*must be set*"),
        ["dynamic with a size"] = (new() { DynamicSize = true, Height = 16 }, "*no height or width to set*"),
        ["a size out of range"] = (new() { Height = 0 }, "*Height must be between 1 and 65536, but is 0*"),
        ["no layers"] = (new() { Height = 16, Layers = null! }, "*Layers*null*"),
        ["no layers of the classifier"] = (new() { Height = 16, ClassifierLayers = null! }, "*ClassifierLayers*null*"),
        ["no output"] = (new() { Height = 16, Layers = [] }, "*no output*"),
        ["a layer twice"] = (new() { Height = 16, Layers = [0, 2, 0] }, "*once, but 0 is there 2 times*"),
        ["a negative layer"] = (new() { Height = 16, Layers = [0, -3] }, "*at least 0, but one is -3*"),
        ["a classifier of nothing"] = (new() { Height = 16, ClassifierLayers = [] }, "*at least one layer*"),
        ["a classifier of a negative layer"] = (new() { Height = 16, ClassifierLayers = [-1] }, "*at least 0, but one is -1*"),
        ["names without a classifier"] = (new() { Height = 16, ClassNames = ["a"] }, "*no Classifier*"),
        ["too few names"] = (new() { Height = 16, Classifier = Classifier(32), ClassNames = ["a"] }, "*2 classes, found 1 names*"),
        ["a name of null"] = (new() { Height = 16, Classifier = Classifier(32), ClassNames = ["a", null!] }, "*name is null*"),
        ["no metadata"] = (new() { Height = 16, Metadata = null! }, "*Metadata*null*"),
        ["an empty key"] = (Metadata("", "a"), "*key is empty*"),
        ["a value of null"] = (Metadata("a", null!), "*value of a is null*"),
        ["the exporter's own key"] = (Metadata("simclr.version", "7"), "*exporter writes simclr.version itself*"),
    };

    public static TheoryData<string> OptionCases => [.. BadOptions.Keys];

    [Theory]
    [MemberData(nameof(OptionCases))]
    public void Save_BadOptions_AreAllNamed(string name)
    {
        using ResNetEncoder encoder = Encoder();
        (OnnxExportOptions options, string message) = BadOptions[name];
        ShouldRefuse<OptionsValidationException>(stream => OnnxExporter.Save(encoder, stream, options), message);
    }

    [Fact]
    public void Save_LayerOfAHeadThatIsNotThere_SaysWhatIs()
    {
        using SimClrModel model = new(Encoder(), new MlpProjectionHead(32));
        ShouldRefuse<ArgumentException>(
            stream => OnnxExporter.Save(model.Encoder, stream, new() { Height = 16, Layers = [1] }), "*Layer 1*encoder alone*SimClrModel*");
        ShouldRefuse<ArgumentException>(
            stream => OnnxExporter.Save(model, stream, new() { Height = 16, Layers = [3] }), "*2 layers, but layer 3*0*to 2*");
    }

    [Fact]
    public void Save_ClassifierOfAnotherDimension_SaysBoth()
    {
        using SimClrModel model = new(Encoder(), new MlpProjectionHead(32));
        ShouldRefuse<ArgumentException>(
            stream => OnnxExporter.Save(model, stream, new() { Height = 16, Classifier = Classifier(128) }),
            "*takes 128 features, but layers 0 give 32*ClassifierLayers*");
        ShouldRefuse<ArgumentException>(
            stream => OnnxExporter.Save(model.Encoder, stream, new() { Height = 16, Classifier = Classifier(128), ClassifierLayers = [2] }),
            "*Layer 2*encoder alone*");
    }

    [Fact]
    public void Save_EncoderThatDoesNotDescribeItself_SaysWhatToOverride()
    {
        using OwnParts.OwnEncoder own = new();
        using ModuleEncoder wrapped = new(nn.Flatten(), 3, 48);
        using DescribedEncoder silent = new(3, 48, images => images, (_, _) => null!);
        using DescribedEncoder confused = new(3, 48, images => images, (_, _) => new InferenceGraph(3, 8, 8).Images);
        ShouldRefuse<NotSupportedException>(
            stream => OnnxExporter.Save(own, stream, new() { Height = 8 }), "OwnEncoder cannot be exported*override Encoder.Describe*");
        ShouldRefuse<NotSupportedException>(
            stream => OnnxExporter.Save(wrapped, stream, new() { Height = 8 }), "ModuleEncoder cannot be exported*class of its own*");
        ShouldRefuse<NotSupportedException>(
            stream => OnnxExporter.Save(silent, stream, new() { Height = 8 }), "DescribedEncoder.Describe must give*but gave null.");
        ShouldRefuse<NotSupportedException>(
            stream => OnnxExporter.Save(confused, stream, new() { Height = 8 }), "DescribedEncoder.Describe*gave images, which*another graph.");
    }

    [Fact]
    public void Save_HeadThatDoesNotDescribeItself_SaysWhatToOverrideUnlessItIsNotNeeded()
    {
        using DescribedEncoder encoder = new(
            3, 192, images => images.flatten(1), (graph, images) => graph.Operation("Flatten", [images]));
        using SimClrModel model = new(encoder, new OwnParts.OwnHead());
        OnnxBytes.Of(model, new() { Height = 8 }).Should().NotBeEmpty();
        ShouldRefuse<NotSupportedException>(
            stream => OnnxExporter.Save(model, stream, new() { Height = 8, Layers = [1] }),
            "OwnHead cannot be exported*override ProjectionHead.Describe*");
    }

    [Theory]
    [InlineData("encoder.layer2.0.conv1.weight", float.NaN)]
    [InlineData("encoder.layer1.0.bn2.running_mean", float.PositiveInfinity)]
    [InlineData("projection_head.layers.3.weight", float.NegativeInfinity)]
    public void Save_ParameterThatIsNotFinite_IsNamed(string name, float value)
    {
        using SimClrModel model = new(Encoder(), new MlpProjectionHead(32));
        Fill(model, name, value);
        ShouldRefuse<InvalidOperationException>(
            stream => OnnxExporter.Save(model, stream, new() { Height = 16, Layers = [2] }), $"{name} holds NaN or infinity*");
    }

    [Fact]
    public void Save_VarianceBelowZero_NamesTheConvolutionThatItIsFoldedInto()
    {
        using ResNetEncoder encoder = Encoder();
        Fill(encoder, "layer1.0.bn2.running_var", -1);
        ShouldRefuse<InvalidOperationException>(
            stream => OnnxExporter.Save(encoder, stream, new() { Height = 16 }), "encoder.layer1.0.conv2.weight holds NaN or infinity*");
    }

    [Fact]
    public void Save_ClassifierThatIsNotFinite_IsNamed()
    {
        using ResNetEncoder encoder = Encoder();
        LinearClassifier classifier = new([.. Enumerable.Repeat(0f, 64)], [0, float.NaN], CPU) { L2 = 0, Candidates = [], Converged = true };
        ShouldRefuse<InvalidOperationException>(
            stream => OnnxExporter.Save(encoder, stream, new() { Height = 16, Classifier = classifier }), "classifier.bias holds NaN*");
    }

    [Fact]
    public void Save_MoreThanTheFormatHolds_SaysSoBeforeAnythingIsComputed()
    {
        using DescribedEncoder encoder = new(
            3,
            48,
            images => images,
            (graph, images) => graph.Add(images, graph.Weight("huge", [1 << 15, 1 << 14], () => throw new InvalidOperationException())));
        ShouldRefuse<NotSupportedException>(
            stream => OnnxExporter.Save(encoder, stream, new() { Height = 8 }), "*would have 21474*bytes*2147483647 (2 GiB)*");
    }

    [Fact]
    public void Save_Refusal_LeavesTheOldFile()
    {
        using TemporaryFolder folder = new();
        using ResNetEncoder encoder = Encoder();
        Fill(encoder, "conv1.weight", float.NaN);
        string path = folder.Write("encoder.onnx", "old");
        encoder.Invoking(broken => OnnxExporter.Save(broken, path, new() { Height = 16 })).Should().Throw<InvalidOperationException>();
        File.ReadAllText(path).Should().Be("old");
        Directory.GetFiles(folder.Path).Should().Equal(path);
    }

    [Fact]
    public void Save_BadArguments_AreRefused()
    {
        using TemporaryFolder folder = new();
        using ResNetEncoder encoder = Encoder();
        using SimClrModel model = new(new DelegateEncoder(3, 4, images => images), new MlpProjectionHead(4));
        OnnxExportOptions options = new() { Height = 16 };
        using MemoryStream readOnly = new([], writable: false);
        encoder.Invoking(e => OnnxExporter.Save(e, readOnly, options)).Should().Throw<ArgumentException>().WithMessage("*written*");
        encoder.Invoking(e => OnnxExporter.Save(e, "", options)).Should().Throw<ArgumentException>();
        encoder.Invoking(e => OnnxExporter.Save(e, folder.At("a.onnx"), null!)).Should().Throw<ArgumentNullException>();
        encoder.Invoking(e => OnnxExporter.Save(e, (Stream)null!, options)).Should().Throw<ArgumentNullException>();
        options.Invoking(o => OnnxExporter.Save((Encoder)null!, folder.At("a.onnx"), o)).Should().Throw<ArgumentNullException>();
        options.Invoking(o => OnnxExporter.Save((SimClrModel)null!, folder.At("a.onnx"), o)).Should().Throw<ArgumentNullException>();
        encoder.Invoking(e => OnnxExporter.Save(e, Path.Combine(folder.Path, "missing", "a.onnx"), options)).Should().Throw<IOException>();
        model.Invoking(m => OnnxExporter.Save(m, folder.Path, options)).Should().Throw<NotSupportedException>();
        encoder.Invoking(e => OnnxExporter.Save(e, folder.Path, options)).Should().Throw<IOException>().WithMessage("*folder*");
    }

    [Fact]
    public void Save_DisposedModule_IsRefused()
    {
        MlpProjectionHead head = new(32);
        ResNetEncoder encoder = Encoder();
        SimClrModel model = new(encoder, head);
        model.Dispose();
        ShouldRefuse<ObjectDisposedException>(stream => OnnxExporter.Save(model, stream, new() { Height = 16, Layers = [2] }), "*");
        ShouldRefuse<ObjectDisposedException>(stream => OnnxExporter.Save(encoder, stream, new() { Height = 16 }), "*");
    }

    [Fact]
    public async Task Save_DuringATrainingOnAnotherThread_IsRefused()
    {
        using ResNetEncoder encoder = Encoder();
        using ModuleUse training = ModuleUse.Begin(encoder, "Train", ModuleUseKind.Training);
        await Task.Factory.StartNew(
            () => ShouldRefuse<InvalidOperationException>(
                stream => OnnxExporter.Save(encoder, stream, new() { Height = 16 }), "Save cannot begin while Train is running*"),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static void ShouldRefuse<TException>(Action<Stream> save, string message)
        where TException : Exception
    {
        using MemoryStream stream = new();
        save.Invoking(act => act(stream)).Should().Throw<TException>().WithMessage(message);
        stream.Length.Should().Be(0, "what is refused is refused before the first byte");
    }

    private static void Fill(nn.Module module, string name, float value)
    {
        using IDisposable noGradient = no_grad();
        module.state_dict()[name].select(0, 0).fill_(value);
    }

    private static ResNetEncoder Encoder() => new(ResNetDepth.ResNet10, new() { WidthMultiplier = 1 / 16.0, Stem = ResNetStem.Cifar });

    private static LinearClassifier Classifier(int dimension)
        => new(new float[2 * dimension], [0, 1], CPU) { L2 = 0, Candidates = [], Converged = true };

    private static OnnxExportOptions Metadata(string key, string value)
        => new() { Height = 16, Metadata = new Dictionary<string, string> { [key] = value } };
}
