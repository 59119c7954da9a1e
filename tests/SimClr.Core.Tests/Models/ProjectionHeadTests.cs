using Microsoft.Extensions.Options;
using SimClr.Core.Models;
using SimClr.Core.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

public sealed class ProjectionHeadTests
{
    [Theory]
    [InlineData(0, true, "")]
    [InlineData(1, true, "layers.0.weight 4x8;layers.1.weight 4;layers.1.running_mean 4;layers.1.running_var 4;layers.1.num_batches_tracked ")]
    [InlineData(1, false, "layers.0.weight 4x8;layers.0.bias 4")]
    [InlineData(2, false, "layers.0.weight 8x8;layers.0.bias 8;layers.2.weight 4x8;layers.2.bias 4")]
    [InlineData(2, true, "layers.0.weight 8x8;layers.1.weight 8;layers.1.bias 8;layers.1.running_mean 8;layers.1.running_var 8;layers.1.num_batches_tracked ;"
        + "layers.3.weight 4x8;layers.4.weight 4;layers.4.running_mean 4;layers.4.running_var 4;layers.4.num_batches_tracked ")]
    public void StateDict_AnyNumberOfLayers_IsAsApproved(int layers, bool batchNorm, string approved)
    {
        using MlpProjectionHead head = new(8, new ProjectionHeadOptions { Layers = layers, OutputDimension = 4, BatchNorm = batchNorm });
        IEnumerable<string> listing = head.state_dict().Select(entry => $"{entry.Key} {string.Join('x', entry.Value.shape)}");
        listing.Should().BeEquivalentTo(approved.Split(';', StringSplitOptions.RemoveEmptyEntries));
        head.OutputDimension.Should().Be(layers == 0 ? 8 : 4);
    }

    [Fact]
    public void Forward_NoLayers_GivesTheRepresentationAsANewTensor()
    {
        using MlpProjectionHead head = new(8, new ProjectionHeadOptions { Layers = 0 });
        using Tensor h = rand(3, 8);
        using (Tensor z = head.call(h))
            z.Should().NotBeSameAs(h);
        h.sum().item<float>().Should().BePositive("the input is borrowed, not disposed");
    }

    [Fact]
    public void Forward_PapersHead_IsTwoDenseLayersWithReluBetween()
    {
        using DisposeScope scope = NewDisposeScope();
        using MlpProjectionHead head = new(6, new ProjectionHeadOptions { HiddenDimension = 5, OutputDimension = 3, BatchNorm = false });
        Tensor h = randn(7, 6);
        Dictionary<string, Tensor> state = head.state_dict();
        Tensor Layers(Func<Tensor, Tensor> change)
        {
            Tensor hidden = (Value(h).matmul(Value(state["layers.0.weight"]).t()) + Value(state["layers.0.bias"])).clamp_min(0);
            return hidden.matmul(Value(state["layers.2.weight"]).t()) + Value(state["layers.2.bias"]);

            Tensor Value(Tensor tensor) => change(tensor.to(ScalarType.Float64));
        }

        RoundingError.Largest(head.call(h), Layers(value => value), Layers(value => value.abs()))
            .Should().BeLessThan(RoundingBounds.Worst((6 + 1) + (5 + 1), ScalarType.Float32));
    }

    [Fact]
    public void Forward_OfficialHead_NormalizesEveryOutputOverTheBatch()
    {
        using DisposeScope scope = NewDisposeScope();
        using MlpProjectionHead head = new(6, new ProjectionHeadOptions { OutputDimension = 3 });
        Tensor z = head.call(randn(64, 6));
        z.mean([0]).abs().max().item<float>().Should().BeLessThan(1e-5f);
        (z.std([0], unbiased: false) - 1).abs().max().item<float>().Should().BeLessThan(1e-3f);
    }

    [Theory]
    [InlineData(0, true, 6)]
    [InlineData(1, true, 5)]
    [InlineData(2, true, 5)]
    [InlineData(3, true, 3)]
    [InlineData(1, false, 5)]
    [InlineData(3, false, 3)]
    public void CopyLayers_FirstOnes_GiveWhatTheHeadGivesThereAndAreTheirOwn(int count, bool batchNorm, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using MlpProjectionHead head = new(6, new ProjectionHeadOptions { Layers = 3, HiddenDimension = 5, OutputDimension = 3, BatchNorm = batchNorm });
        Tensor h = randn(7, 6);
        head.call(h); // moves the statistics
        head.eval();
        using MlpProjectionHead copy = head.CopyLayers(count);
        copy.eval();

        copy.OutputDimension.Should().Be(width);
        Tensor expected = h;
        int dense = 0;
        foreach (nn.Module layer in head.children().Single().children())
        {
            if (layer is LinearLayer && dense++ == count)
                break;
            expected = ((nn.Module<Tensor, Tensor>)layer).call(expected);
        }

        copy.call(h).equal(expected).all().item<bool>().Should().BeTrue();
        using IDisposable mode = no_grad();
        foreach (Tensor parameter in copy.parameters())
            parameter.zero_();
        head.parameters().Count(parameter => parameter.abs().sum().item<float>() == 0).Should().Be(batchNorm ? 2 : 0, "shifts begin at 0");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void CopyLayers_MoreThanThereAre_SaysHowManyThereAre(int count)
    {
        using MlpProjectionHead head = new(8);
        head.Invoking(it => it.CopyLayers(count)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*has 2 dense layers*0 to 2*");
    }

    [Fact]
    public void Constructor_BadOptions_ListsAllOfThem()
    {
        Action act = () => new MlpProjectionHead(8, new ProjectionHeadOptions { Layers = -1, OutputDimension = 0 }).Dispose();
        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(2);
    }

    [Fact]
    public void Forward_WrongLength_SaysExpectedAndFound()
    {
        using MlpProjectionHead head = new(8);
        using Tensor h = zeros(2, 9);
        head.Invoking(g => g.call(h)).Should().Throw<ArgumentException>().WithMessage("*[N, 8]*[2, 9]*");
    }
}
