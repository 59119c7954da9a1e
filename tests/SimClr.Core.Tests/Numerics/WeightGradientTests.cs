using FluentAssertions;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.WeightGradients;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

public sealed class WeightGradientTests
{
    /// <summary>Half a unit in the last place of 1 in single precision.</summary>
    private const double UnitRoundoff = 1.0 / (1 << 24);

    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        { 3, 8, 4, 8, 8, 1 }, // From image to image, one block of each kind.
        { 40, 16, 16, 4, 4, 1 }, // More images than a panel, the last panel not full.
        { 5, 24, 12, 8, 6, 1 },
        { 5, 24, 12, 8, 6, 2 },
        { 3, 8, 8, 7, 5, 2 }, // Odd sides.
        { 3, 8, 8, 1, 1, 1 }, // Nothing but border around one pixel.
        { 3, 8, 8, 2, 1, 1 },
        { 3, 8, 8, 1, 3, 2 },
        { 2, 16, 8, 32, 32, 1 }, // Along rows, in bands.
        { 2, 16, 8, 32, 32, 2 },
        { 2, 8, 4, 17, 31, 1 },
        { 2, 8, 4, 17, 31, 2 },
        { 9, 3, 16, 12, 12, 1 }, // Channels and filters that do not fill their blocks.
        { 2, 1, 1, 9, 9, 1 },
        { 2, 11, 7, 10, 10, 2 },
        { 2, 264, 260, 4, 4, 1 }, // Units of a few of the channels.
        { 300, 8, 4, 1, 16, 1 },
    };

    [WeightGradientTheory]
    [MemberData(nameof(Shapes))]
    public void Compute_AnyShape_AgreesWithDoublePrecision(int images, int inputs, int outputs, int height, int width, int stride)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(3);
        Tensor input = ChannelsLastImages.Arrange(randn(images, inputs, height, width, generator: random));
        int outputHeight = (height + stride - 1) / stride, outputWidth = (width + stride - 1) / stride;
        Tensor gradient = ChannelsLastImages.Arrange(randn(images, outputs, outputHeight, outputWidth, generator: random));

        Tensor actual = WeightGradient.Compute(input, gradient, stride);

        Tensor exact = InDouble(input, gradient, stride);
        // Each sum of n products is off by at most n roundoffs of the sum of their absolute values (Higham 2002, section 3.1).
        Tensor bound = InDouble(input.abs(), gradient.abs(), stride) * (UnitRoundoff * (images * outputHeight * outputWidth + 2));
        actual.shape.Should().Equal(outputs, inputs, 3, 3);
        (actual.to(ScalarType.Float64) - exact).abs().le(bound).all().item<bool>().Should().BeTrue();
    }

    [WeightGradientTheory]
    [InlineData(64, 16, 16, 16)]
    [InlineData(64, 64, 64, 4)]
    public void Compute_AnyNumberOfThreads_GivesTheSameBits(int images, int inputs, int outputs, int side)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(4);
        Tensor input = ChannelsLastImages.Arrange(randn(images, inputs, side, side, generator: random));
        Tensor gradient = ChannelsLastImages.Arrange(randn(images, outputs, side, side, generator: random));
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            Tensor one = WeightGradient.Compute(input, gradient, stride: 1);
            set_num_threads(3);
            Tensor three = WeightGradient.Compute(input, gradient, stride: 1);

            three.equal(one).all().item<bool>().Should().BeTrue();
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static Tensor InDouble(Tensor input, Tensor gradient, int stride)
    {
        Tensor kernel = zeros(gradient.shape[1], input.shape[1], 3, 3, dtype: ScalarType.Float64).requires_grad_(true);
        Tensor output = nn.functional.conv2d(input.to(ScalarType.Float64), kernel, strides: [stride, stride], padding: [1, 1]);
        return autograd.grad([output], [kernel], [gradient.to(ScalarType.Float64)])[0];
    }
}
