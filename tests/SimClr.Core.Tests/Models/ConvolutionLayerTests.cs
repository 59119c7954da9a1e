using SimClr.Core.Models;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Numerics;
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

        Tensor[] actual = Gradients(ScalarType.Float32, magnitudes: false);
        Tensor[] expected = Gradients(ScalarType.Float64, magnitudes: false);
        Tensor[] scale = Gradients(ScalarType.Float64, magnitudes: true);

        long output = inputs * size * size;
        // Of the mean square's gradient: two factors.
        long gradient = output + 2;
        long[] roundings = [output, gradient + 2 * inputs * size * size, gradient + images.numel() / inputs];
        for (int at = 0; at < actual.Length; at++)
        {
            actual[at].shape.Should().Equal(expected[at].shape);
            RoundingError.Largest(actual[at], expected[at], scale[at])
                .Should().BeLessThanOrEqualTo(RoundingBounds.Worst(roundings[at], ScalarType.Float32));
        }

        Tensor[] Gradients(ScalarType type, bool magnitudes)
        {
            using ConvolutionLayer layer = new(inputs, 2 * inputs, size, stride, Precision.Float32, new RandomStream(1));
            layer.to(type);
            if (magnitudes)
            {
                using IDisposable noGradient = no_grad();
                layer.parameters().Single().abs_();
            }

            Tensor input = images.to_type(type).detach().requires_grad_();
            Tensor output = layer.call(input);
            output.square().mean().backward();
            return [output.detach(), input.grad!, layer.parameters().Single().grad!];
        }
    }
}
