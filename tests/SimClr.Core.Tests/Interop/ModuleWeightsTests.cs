using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop;

public sealed class ModuleWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.At("encoder.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadWeights_OfAnotherEncoder_GivesTheSameEncoderInTheSameTensors()
    {
        using SimClrModel saved = SmallModel.ResNet(1);
        using SimClrModel loaded = SmallModel.ResNet(2);
        Dictionary<string, Tensor> before = loaded.Encoder.state_dict();
        long[] strides = loaded.Encoder.state_dict()["conv1.weight"].stride();

        saved.Encoder.SaveWeights(File);
        loaded.Encoder.LoadWeights(File);

        SmallModel.Weights(loaded.Encoder).Should().Equal(SmallModel.Weights(saved.Encoder));
        loaded.Encoder.state_dict()["conv1.weight"].Handle.Should().Be(before["conv1.weight"].Handle);
        loaded.Encoder.state_dict()["conv1.weight"].stride().Should().Equal(strides);
    }

    [Fact]
    public void SaveWeights_OfAResNet_HasTorchvisionsNamesAndCountsBatches()
    {
        using SimClrModel model = SmallModel.ResNet();
        model.Encoder.SaveWeights(File);
        using SafeTensorsFile file = SafeTensorsFile.Read(File);

        file.Tensors.Keys.Should().Contain(["conv1.weight", "bn1.running_mean", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight"]);
        file.Tensors["bn1.num_batches_tracked"]
            .Should().Match<Tensor>(tensor => tensor.dtype == ScalarType.Int64 && tensor.Dimensions == 0);
    }

    [Fact]
    public void LoadWeights_OfAnotherShape_NamesEveryTensorAndLoadsNothing()
    {
        using Linear plain = nn.Linear(3, 2);
        using Linear wide = nn.Linear(4, 2, hasBias: false);
        using Linear twice = nn.Linear(3, 2, dtype: ScalarType.Float64);
        float[] before = SmallModel.Weights(plain);

        wide.SaveWeights(File);
        FluentActions.Invoking(() => plain.LoadWeights(File)).Should().Throw<SafeTensorsException>()
            .WithMessage($"{File} does not fit Linear: 'weight' has shape [2, 4] instead of [2, 3]; 'bias' is missing.");
        FluentActions.Invoking(() => wide.LoadWeights(Saved(plain)))
            .Should().Throw<SafeTensorsException>().WithMessage("*'weight' has shape*; 'bias' is unknown.");
        FluentActions.Invoking(() => plain.LoadWeights(Saved(twice))).Should().Throw<SafeTensorsException>()
            .WithMessage("*'weight' is of type Float64 instead of Float32; 'bias' is of type*");

        SmallModel.Weights(plain).Should().Equal(before);
    }

    [Fact]
    public void LoadWeights_NoFile_IsAnOrdinaryError()
    {
        using Linear module = nn.Linear(3, 2);
        FluentActions.Invoking(() => module.LoadWeights(_folder.At("none"))).Should().Throw<FileNotFoundException>();
    }

    private string Saved(nn.Module module)
    {
        module.SaveWeights(File);
        return File;
    }
}
