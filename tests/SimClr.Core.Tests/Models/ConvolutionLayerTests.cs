using SimClr.Core.Models;
using SimClr.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

public sealed class ConvolutionLayerTests
{
    /// <summary>oneDNN's own gradient crashes, hangs or is wrong where a strided 1x1 convolution has few channels in.</summary>
    [Theory]
    [InlineData(3, 1, 2, 9)]
    [InlineData(4, 1, 2, 16)]
    [InlineData(8, 1, 2, 16)]
    [InlineData(12, 1, 3, 16)]
    [InlineData(16, 1, 2, 16)]
    [InlineData(4, 3, 2, 9)]
    [InlineData(8, 1, 1, 16)]
    public void Backward_AnyChannelsAndStride_EqualsDoublePrecision(int inputs, int size, int stride, int side)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(1);
        Tensor images = rand([16, side, side, inputs], generator: random).permute(0, 3, 1, 2); // channels-last, as in the encoder

        (Tensor output, Tensor imageGradient, Tensor weightGradient) = Gradients(ScalarType.Float32);
        (Tensor expected, Tensor expectedImageGradient, Tensor expectedWeightGradient) = Gradients(ScalarType.Float64);

        Difference(output, expected).Should().BeLessThan(1e-5);
        Difference(imageGradient, expectedImageGradient).Should().BeLessThan(1e-5);
        Difference(weightGradient, expectedWeightGradient).Should().BeLessThan(1e-5);

        (Tensor Output, Tensor ImageGradient, Tensor WeightGradient) Gradients(ScalarType type)
        {
            using ConvolutionLayer layer = new(inputs, 2 * inputs, size, stride, Precision.Float32, new RandomStream(1));
            layer.to(type);
            Tensor input = images.to_type(type).detach().requires_grad_();
            Tensor output = layer.call(input);
            output.square().mean().backward();
            return (output.detach(), input.grad!, layer.parameters().Single().grad!);
        }
    }

    private static double Difference(Tensor actual, Tensor expected)
    {
        actual.shape.Should().Equal(expected.shape);
        return ((actual.to_type(ScalarType.Float64) - expected).abs().max() / expected.abs().max()).ToDouble();
    }
}
