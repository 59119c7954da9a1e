using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop;

/// <summary>Files whose names are others than the module's: what is proposed, what is loaded, what is reported.</summary>
public sealed class WeightsOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SimClrModel _saved = SmallModel.ResNet(1);
    private readonly SimClrModel _loaded = SmallModel.ResNet(2);

    private string File => _folder.At("weights.safetensors");

    public void Dispose()
    {
        _folder.Dispose();
        _saved.Dispose();
        _loaded.Dispose();
    }

    [Fact]
    public void LoadWeights_OfAClassifier_ProposesToIgnoreItsLastLayerAndReportsIt()
    {
        Write(name => name, ("fc.weight", ones(2, 3)), ("fc.bias", ones(2)));

        Refused(_loaded.Encoder).Should().Be(
            $"{File} does not fit ResNetEncoder: 'fc.bias' is unknown; 'fc.weight' is unknown; to leave them out, load it with "
            + "new WeightsOptions { Ignore = [\"fc.\"] }.");
        WeightsReport report = _loaded.Encoder.LoadWeights(File, new WeightsOptions { Ignore = ["fc."] });

        Loaded();
        report.Ignored.Should().BeEquivalentTo("fc.weight", "fc.bias");
        report.Matched.Should().Equal(_saved.Encoder.state_dict().Keys);
        report.Missing.Concat(report.Unexpected).Concat(report.Converted).Should().BeEmpty();
        report.ToString().Should().StartWith($"{report.Matched.Count} tensors from {File}; 2 ignored: fc.");
    }

    [Fact]
    public void LoadWeights_OfAResNetTakenApart_ProposesItsChildrensNames()
    {
        Write(name => "backbone." + Child(name), ("projection_head.layers.0.weight", ones(2, 3)));

        Refused(_loaded.Encoder).Should().Be(
            $"{File} has the tensors of ResNetEncoder with other names, behind 'backbone.': load it with LoadWeights(path, "
            + "new WeightsOptions { Prefix = \"backbone.\", Rename = WeightsOptions.ResNetChildren }).");
        WeightsReport report = _loaded.Encoder.LoadWeights(File, new WeightsOptions { Prefix = "backbone.", Rename = WeightsOptions.ResNetChildren });

        Loaded();
        report.Ignored.Should().Equal("projection_head.layers.0.weight");
    }

    [Fact]
    public void LoadWeights_OfAResNetTakenApartWithoutPrefix_ProposesItsChildrensNames()
    {
        Write(Child);
        Refused(_loaded.Encoder).Should().EndWith("LoadWeights(path, new WeightsOptions { Rename = WeightsOptions.ResNetChildren }).");
    }

    [Fact]
    public void LoadWeights_HeadInPlaceOfTheClassifier_ProposesPrefixAndWhatToIgnore()
    {
        Write(name => "backbone." + name, ("backbone.fc.0.weight", ones(2, 3)), ("backbone.fc.2.weight", ones(2, 3)));

        Refused(_loaded.Encoder).Should().Be(
            $"{File} has the tensors of ResNetEncoder with 'backbone.' before their names: load it with LoadWeights(path, "
            + "new WeightsOptions { Prefix = \"backbone.\", Ignore = [\"fc.\"] }).");
        _loaded.Encoder.LoadWeights(File, new WeightsOptions { Prefix = "backbone.", Ignore = ["fc."] });

        Loaded();
    }

    [Fact]
    public void LoadWeights_OfAProjector_ProposesToRenameItsLayers()
    {
        ProjectionHeadOptions options = new() { BatchNorm = false, OutputDimension = 5 };
        using MlpProjectionHead saved = new(8, options, seed: 1);
        using MlpProjectionHead loaded = new(8, options, seed: 2);
        Dictionary<string, Tensor> named = saved.state_dict().ToDictionary(pair => "projector." + pair.Key["layers.".Length..], pair => pair.Value);
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor>(named) { ["encoder.conv1.weight"] = ones(3) });

        Refused(loaded).Should().EndWith(
            "load it with LoadWeights(path, new WeightsOptions { Prefix = \"projector.\", Rename = new Dictionary<string, string> { [\"\"] = \"layers.\" } }).");
        loaded.LoadWeights(File, new WeightsOptions { Prefix = "projector.", Rename = new Dictionary<string, string> { [""] = "layers." } });

        SmallModel.Weights(loaded).Should().Equal(SmallModel.Weights(saved));
    }

    [Fact]
    public void LoadWeights_EncoderOfACheckpoint_ProposesItsPrefix()
    {
        using SimClrPipeline pipeline = new SimClrBuilder()
            .UseImages(new DrawnImages(4))
            .UseAugmentations(new RandomHorizontalFlip())
            .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 64.0, ResNetStem.Cifar))
            .ConfigureTraining(o => (o.Epochs, o.BatchSize) = (1, 4))
            .UseCheckpoints(_folder.At("run"))
            .Build();
        pipeline.Train();
        string checkpoint = CheckpointFile.FindNewest(_folder.At("run"))!;
        using ResNetEncoder encoder = new(ResNetDepth.ResNet10, new() { WidthMultiplier = 1 / 64.0, Stem = ResNetStem.Cifar }, seed: 9);

        FluentActions.Invoking(() => encoder.LoadWeights(checkpoint)).Should().Throw<WeightsException>()
            .WithMessage($"{checkpoint} has the tensors of ResNetEncoder with 'model.encoder.' before their names: load it with LoadWeights(path, \"model.encoder.\").");
        encoder.LoadWeights(checkpoint, "model.encoder.").Ignored.Should().Contain("random.torch");

        SmallModel.Weights(encoder).Should().Equal(SmallModel.Weights(pipeline.Encoder));
    }

    [Fact]
    public void LoadWeights_NotStrict_LoadsWhatFitsAndReportsTheRest()
    {
        using Linear linear = nn.Linear(3, 2);
        float[] bias = linear.bias!.data<float>().ToArray();
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["weight"] = ones(2, 3), ["other"] = ones(1) });

        WeightsReport report = linear.LoadWeights(File, new WeightsOptions { Strict = false });

        linear.weight.eq(1).all().item<bool>().Should().BeTrue();
        linear.bias!.data<float>().ToArray().Should().Equal(bias);
        report.Matched.Should().Equal("weight");
        report.Missing.Should().Equal("bias");
        report.Unexpected.Should().Equal("other");
        report.ToString().Should().Be($"1 tensors from {File}; 1 missing: bias; 1 unexpected: other");
    }

    [Fact]
    public void LoadWeights_NotStrict_StillNeedsOneTensorAndEveryShape()
    {
        using Linear linear = nn.Linear(3, 2);
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["other"] = ones(1) });
        Refused(linear, new WeightsOptions { Strict = false }).Should().Be($"{File} has none of the tensors of Linear.");
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["weight"] = ones(2, 4) });
        Refused(linear, new WeightsOptions { Strict = false }).Should().Be($"{File} does not fit Linear: 'weight' has shape [2, 4] instead of [2, 3].");
    }

    [Theory]
    [InlineData(ScalarType.Float16, false)]
    [InlineData(ScalarType.BFloat16, false)]
    [InlineData(ScalarType.Float64, true)]
    [InlineData(ScalarType.Int64, true)]
    public void LoadWeights_OtherTypes_ConvertsWithoutLossByItselfAndOtherwiseOnDemand(ScalarType type, bool onDemand)
    {
        using Linear linear = nn.Linear(3, 2, hasBias: false);
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["weight"] = full(2, 3, 2, dtype: type) });

        if (onDemand)
            Refused(linear).Should().EndWith($"'weight' is of type {type} instead of Float32.");
        WeightsReport report = linear.LoadWeights(File, new WeightsOptions { ConvertTypes = onDemand });

        linear.weight.eq(2).all().item<bool>().Should().BeTrue();
        report.Converted.Should().Equal("weight");
    }

    [Fact]
    public void LoadWeights_FractionsForWholeNumbers_AreRefusedAlways()
    {
        using BatchNorm1d norm = nn.BatchNorm1d(2);
        Dictionary<string, Tensor> state = new(norm.state_dict()) { ["num_batches_tracked"] = tensor(0.5f) };
        SafeTensorsFile.Write(File, state);
        Refused(norm, new WeightsOptions { ConvertTypes = true }).Should().EndWith("'num_batches_tracked' is of type Float32 instead of Int64.");
    }

    [Fact]
    public void LoadWeights_TwoNamesThatBecomeOne_AreRefused()
    {
        using Linear linear = nn.Linear(3, 2, hasBias: false);
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["weight"] = ones(2, 3), ["w"] = ones(2, 3) });
        Refused(linear, new WeightsOptions { Rename = new Dictionary<string, string> { ["w"] = "weight", ["weight"] = "weight" } })
            .Should().MatchRegex("'w(eight)?' and 'w(eight)?' of the file are both 'weight'");
    }

    [Fact]
    public void LoadWeights_OptionsThatAreNone_AreRefused()
    {
        using Linear linear = nn.Linear(3, 2);
        linear.SaveWeights(File);
        FluentActions.Invoking(() => linear.LoadWeights(File, new WeightsOptions { Ignore = null! })).Should().Throw<OptionsValidationException>()
            .WithMessage("*Ignore*");
        FluentActions.Invoking(() => linear.LoadWeights(File, (WeightsOptions)null!)).Should().Throw<ArgumentNullException>();
        Refused(linear, new WeightsOptions { Key = "model" }).Should().StartWith($"{File} is no PyTorch file, ");
    }

    private static string Child(string name)
    {
        (string child, string original) = WeightsOptions.ResNetChildren.Single(pair => name.StartsWith(pair.Value, StringComparison.Ordinal));
        return child + name[original.Length..];
    }

    private void Write(Func<string, string> rename, params ReadOnlySpan<(string Name, Tensor Value)> more)
    {
        Dictionary<string, Tensor> state = _saved.Encoder.state_dict().ToDictionary(pair => rename(pair.Key), pair => pair.Value);
        foreach ((string name, Tensor value) in more)
            state.Add(name, value);
        SafeTensorsFile.Write(File, state);
    }

    private void Loaded() => SmallModel.Weights(_loaded.Encoder).Should().Equal(SmallModel.Weights(_saved.Encoder));

    private string Refused(nn.Module module, WeightsOptions? options = null)
        => FluentActions.Invoking(() => module.LoadWeights(File, options ?? new WeightsOptions())).Should().Throw<WeightsException>().Which.Message;
}
