using SimClr.Core.Interop;
using SimClr.Core.Tests.Golden;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.PyTorch;

/// <summary>What torch 1.13 wrote is read to the values of Golden/pytorch_files.py.</summary>
public sealed class PyTorchFileTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("types.pth")]
    [InlineData("types-protocol3.pth")]
    [InlineData("types-protocol4.pth")]
    [InlineData("types-protocol5.pth")]
    [InlineData("types-legacy.pth")]
    [InlineData("types-legacy-protocol3.pth")]
    [InlineData("types-legacy-protocol4.pth")]
    [InlineData("types-legacy-protocol5.pth")]
    public void Read_EveryType_GivesTypeAndValues(string name)
    {
        Dictionary<string, Tensor> tensors = Read(name);

        tensors.Should().HaveCount(12);
        foreach ((string type, ScalarType scalar) in Types)
        {
            tensors[type].dtype.Should().Be(scalar);
            tensors[type].shape.Should().Equal(2, 3);
            Values(tensors[type]).Should().Equal(Expected(scalar));
        }

        tensors["scalar"].shape.Should().BeEmpty();
        tensors["scalar"].item<float>().Should().Be(2.5f);
        tensors["empty"].shape.Should().Equal(0, 4);
    }

    [Theory]
    [InlineData("views.pth")]
    [InlineData("views-legacy.pth")]
    public void Read_ViewsOfStorages_GivesTheirValues(string name)
    {
        Dictionary<string, Tensor> tensors = Read(name);
        Tensor matrix = Count(4, 6);

        Same(tensors["whole"], matrix);
        Same(tensors["parameter"], matrix);
        Same(tensors["transposed"], matrix.t());
        Same(tensors["part"], matrix[1..3, 2..5]);
        Same(tensors["every_other"], matrix.index(TensorIndex.Ellipsis, TensorIndex.Slice(step: 2)));
        Same(tensors["expanded"], Count(5).unsqueeze(0).expand(3, 5));
        Same(tensors["channels_last"], Count(2, 3, 4, 5));
    }

    [Fact]
    public void Read_TensorsOfOneStorage_ReadsItOnce()
    {
        Dictionary<string, Tensor> tensors = Read("views.pth");

        tensors["whole"].fill_(7);

        tensors["part"].eq(7).all().item<bool>().Should().BeTrue("both are views of it");
    }

    [Theory]
    [InlineData("nested.ckpt")]
    [InlineData("nested-legacy.ckpt")]
    public void LoadWeights_OfACheckpoint_TakesItsOneDictionaryOfTensors(string name)
    {
        using Linear linear = nn.Linear(3, 2);

        WeightsReport report = linear.LoadWeights(PathOf(name), "module.");

        Same(linear.weight, Count(2, 3));
        Same(linear.bias!, Count(2));
        report.Key.Should().Be("state_dict");
        report.Matched.Should().Equal("weight", "bias");
        report.Path.Should().Be(PathOf(name));
    }

    [Theory]
    [InlineData("tiny.pth")]
    [InlineData("tiny-legacy.pth")]
    public void LoadWeights_OfAStateDict_LoadsItAndLeavesNoTensorBehind(string name)
    {
        using Linear linear = nn.Linear(3, 2);

        WeightsReport report = linear.LoadWeights(PathOf(name));

        Same(linear.weight, Count(2, 3));
        Same(linear.bias!, Count(2));
        report.Key.Should().BeNull();
        LiveTensors.LeftBy(5, () => linear.LoadWeights(PathOf(name))).Should().Be(0);
    }

    [Fact]
    public void LoadWeights_SeveralDictionaries_NamesThemAndTakesTheKey()
    {
        using Linear linear = nn.Linear(3, 2);
        string path = PathOf("two.pth");

        FluentActions.Invoking(() => linear.LoadWeights(path)).Should().Throw<WeightsException>().WithMessage(
            $"{path}: the file holds several dictionaries of tensors: 'model'; 'teacher'; choose one by WeightsOptions.Key.");
        linear.LoadWeights(path, new WeightsOptions { Key = "ema/model", Prefix = "module." }).Key.Should().Be("ema/model");
        FluentActions.Invoking(() => linear.LoadWeights(path, new WeightsOptions { Key = "ema/net" })).Should().Throw<WeightsException>()
            .WithMessage($"{path}: the file holds no dictionary 'net' as the key 'ema/net' says, but 'model' (a dictionary).");
    }

    [Theory]
    [InlineData("class.pth", "*: the pickle uses argparse.Namespace, which is not read, and nothing of it has been run: *torch.save(model.state_dict(), path).")]
    [InlineData("numpy.pth", "*: the pickle uses numpy.*")]
    [InlineData("complex.pth", "*: the pickle holds complex numbers (torch.ComplexFloatStorage), *")]
    [InlineData("quantized.pth", "*: the pickle holds a quantized tensor (torch._utils._rebuild_qtensor), *")]
    [InlineData("sparse.pth", "*: the pickle holds a sparse tensor (torch._utils._rebuild_sparse_tensor), *")]
    [InlineData("program.pt", "*: the file is a TorchScript program, not weights: *")]
    [InlineData("tensor.pth", "*: the file holds a tensor, not a dictionary of tensors: *")]
    public void LoadWeights_OfMoreThanWeights_IsRefusedByName(string name, string message)
    {
        using Linear linear = nn.Linear(3, 2);
        FluentActions.Invoking(() => linear.LoadWeights(PathOf(name))).Should().Throw<WeightsException>().WithMessage(message)
            .Which.Message.Should().StartWith(PathOf(name));
    }

    private static readonly Dictionary<string, ScalarType> Types = new()
    {
        ["float64"] = ScalarType.Float64,
        ["float32"] = ScalarType.Float32,
        ["float16"] = ScalarType.Float16,
        ["bfloat16"] = ScalarType.BFloat16,
        ["int64"] = ScalarType.Int64,
        ["int32"] = ScalarType.Int32,
        ["int16"] = ScalarType.Int16,
        ["int8"] = ScalarType.Int8,
        ["uint8"] = ScalarType.Byte,
        ["bool"] = ScalarType.Bool,
    };

    private static string PathOf(string name) => GoldenFile.PathOf(Path.Combine("PyTorch", name));

    private static Dictionary<string, Tensor> Read(string name)
    {
        using IWeightsFile file = WeightsFile.Open(PathOf(name), key: null);
        Dictionary<string, Tensor> tensors = file.Read(file.Tensors.Keys);
        tensors.Should().OnlyContain(pair => pair.Value.shape.SequenceEqual(file.Tensors[pair.Key].Shape) && pair.Value.dtype == file.Tensors[pair.Key].Type);
        return tensors;
    }

    private static double[] Expected(ScalarType type) => [.. Enumerable.Range(0, 6).Select(k => type switch
    {
        ScalarType.Bool => 1 - (k % 2),
        _ when is_floating_point(zeros(1, dtype: type)) => k / 2.0 - 1,
        _ => k,
    })];

    private static double[] Values(Tensor tensor) => tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static Tensor Count(params long[] shape) => (arange(shape.Aggregate((one, other) => one * other), ScalarType.Float32) / 2 - 1).reshape(shape);

    private static void Same(Tensor found, Tensor expected)
    {
        found.shape.Should().Equal(expected.shape);
        found.eq(expected).all().item<bool>().Should().BeTrue();
    }
}
