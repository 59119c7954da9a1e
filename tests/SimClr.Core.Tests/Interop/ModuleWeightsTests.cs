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
    public void LoadWeights_RelativePathOrFolder_IsNamedInFull()
    {
        using Linear plain = nn.Linear(3, 2);
        using Linear wide = nn.Linear(4, 2);
        wide.SaveWeights(File);
        FluentActions.Invoking(() => plain.LoadWeights(Path.GetRelativePath(Environment.CurrentDirectory, File)))
            .Should().Throw<WeightsException>().WithMessage($"{File} does not fit Linear: *");
        FluentActions.Invoking(() => plain.LoadWeights(Path.GetRelativePath(Environment.CurrentDirectory, _folder.Path)))
            .Should().Throw<IOException>().WithMessage($"{_folder.Path}: expected a file of weights, but it is a folder, not a file.");
        FluentActions.Invoking(() => plain.SaveWeights(_folder.Path))
            .Should().Throw<IOException>().WithMessage($"{_folder.Path}: expected a file to write, but it is a folder, not a file.");
    }

    [Fact]
    public void LoadWeights_OfAnotherShape_NamesEveryTensorAndLoadsNothing()
    {
        using Linear plain = nn.Linear(3, 2);
        using Linear wide = nn.Linear(4, 2, hasBias: false);
        using Linear twice = nn.Linear(3, 2, dtype: ScalarType.Float64);
        float[] before = SmallModel.Weights(plain);

        wide.SaveWeights(File);
        FluentActions.Invoking(() => plain.LoadWeights(File)).Should().Throw<WeightsException>()
            .WithMessage($"{File} does not fit Linear: 'weight' has shape [2, 4] instead of [2, 3]; 'bias' is missing.");
        FluentActions.Invoking(() => wide.LoadWeights(Saved(plain)))
            .Should().Throw<WeightsException>().WithMessage("*'weight' has shape*; 'bias' is unknown.");
        FluentActions.Invoking(() => plain.LoadWeights(Saved(twice))).Should().Throw<WeightsException>()
            .WithMessage("*'weight' is of type Float64 instead of Float32; 'bias' is of type*");

        SmallModel.Weights(plain).Should().Equal(before);
    }

    [Fact]
    public void LoadWeights_NoFile_IsAnOrdinaryError()
    {
        using Linear module = nn.Linear(3, 2);
        FluentActions.Invoking(() => module.LoadWeights(_folder.At("none"))).Should().Throw<FileNotFoundException>();
    }

    [Fact]
    public void LoadWeights_NamesBehindAPrefix_NamesItAndTakesItOff()
    {
        using SimClrModel model = SmallModel.ResNet(1);
        using SimClrModel other = SmallModel.ResNet(2);
        Dictionary<string, Tensor> wrapped = model.Encoder.state_dict().ToDictionary(pair => "module." + pair.Key, pair => pair.Value);
        SafeTensorsFile.Write(File, wrapped);

        FluentActions.Invoking(() => other.Encoder.LoadWeights(File)).Should().Throw<WeightsException>().WithMessage(
            $"{File} has the tensors of ResNetEncoder with 'module.' before their names: load it with LoadWeights(path, \"module.\").");
        other.Encoder.LoadWeights(File, "module.");

        SmallModel.Weights(other.Encoder).Should().Equal(SmallModel.Weights(model.Encoder));
    }

    [Fact]
    public void LoadWeights_EncoderFromAWholeModel_NamesThePrefixAndLeavesTheRest()
    {
        using SimClrModel model = SmallModel.ResNet(1);
        using SimClrModel other = SmallModel.ResNet(2);
        model.SaveWeights(File);

        FluentActions.Invoking(() => other.Encoder.LoadWeights(File)).Should().Throw<WeightsException>()
            .WithMessage("*with 'encoder.' before their names: load it with LoadWeights(path, \"encoder.\").")
            .Which.Message.Length.Should().BeLessThan(300);
        other.Encoder.LoadWeights(File, "encoder.");

        SmallModel.Weights(other.Encoder).Should().Equal(SmallModel.Weights(model.Encoder));
    }

    [Fact]
    public void LoadWeights_SeveralPrefixes_NamesAll()
    {
        using Linear module = nn.Linear(3, 2);
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor>
        {
            ["target.weight"] = module.weight,
            ["target.bias"] = module.bias!,
            ["online.weight"] = module.weight,
            ["online.bias"] = module.bias!,
            ["other.weight"] = module.weight,
        });

        FluentActions.Invoking(() => module.LoadWeights(File)).Should().Throw<WeightsException>()
            .WithMessage("*with 'online.', 'target.' before their names: load it with LoadWeights(path, \"online.\").");
        FluentActions.Invoking(() => module.LoadWeights(File, "encoder.")).Should().Throw<WeightsException>()
            .WithMessage($"{File} has no tensor whose name begins with 'encoder.'.");
    }

    [Fact]
    public void LoadWeights_OfAPart_NamesThePart()
    {
        using SimClrModel model = SmallModel.ResNet();
        model.Encoder.SaveWeights(File);

        FluentActions.Invoking(() => model.LoadWeights(File)).Should().Throw<WeightsException>().WithMessage(
            $"{File} has the tensors of a part of SimClrModel, those named 'encoder....': call LoadWeights on that part.");
    }

    [Fact]
    public void LoadWeights_ManyDifferences_ShowsTenAndListsAll()
    {
        using SimClrModel model = SmallModel.ResNet();
        using Linear linear = nn.Linear(3, 2);
        model.Encoder.SaveWeights(File);
        int names = model.Encoder.state_dict().Count + 2;

        WeightsException exception = FluentActions.Invoking(() => linear.LoadWeights(File)).Should().Throw<WeightsException>()
            .WithMessage($"*: 'weight' is missing; 'bias' is missing; '*; and {names - 10} more.").Which;

        exception.Differences.Should().HaveCount(names).And.Contain("'layer4.1.bn2.weight' is unknown");
    }

    private string Saved(nn.Module module)
    {
        module.SaveWeights(File);
        return File;
    }
}
