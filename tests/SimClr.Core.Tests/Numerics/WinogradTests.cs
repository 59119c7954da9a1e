using FluentAssertions;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.BatchNorms;
using SimClr.Core.Numerics.Winograd;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

/// <summary>Convolutions by Winograd's algorithm and their gradients, against sums in double precision.</summary>
public sealed class WinogradTests
{
    /// <summary>Images, inputs, outputs, height, width.</summary>
    public static TheoryData<int, int, int, int, int> Shapes => new()
    {
        { 2, 16, 16, 32, 32 },
        { 3, 8, 16, 8, 8 },
        { 3, 8, 8, 7, 5 }, // Odd sides; half a panel of filters.
        { 2, 24, 40, 6, 9 }, // The last panel half full, one side odd.
        { 2, 24, 40, 9, 6 },
        { 5, 16, 8, 1, 1 }, // Nothing but border around one pixel.
        { 3, 8, 8, 1, 4 },
        { 3, 8, 8, 4, 1 },
        { 70, 32, 16, 2, 2 }, // Blocks of many images, the last not full.
        { 1, 8, 8, 3, 120 }, // A row of tiles that is more than a block.
        { 40, 16, 24, 4, 4 },
        { 2, 104, 16, 6, 6 }, // Inputs in groups, the last smaller.
        { 2, 200, 136, 5, 4 },
    };

    [WeightGradientTheory]
    [MemberData(nameof(Shapes))]
    public void Apply_AnyShape_AgreesWithSumsInDouble(int images, int inputs, int outputs, int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(1);
        Tensor input = Images(random, images, inputs, height, width);
        Tensor kernel = randn(outputs, inputs, 3, 3, generator: random);
        using WinogradWeights weights = WinogradWeights.Of(kernel);

        Tensor actual = WinogradConvolution.Apply(input, activation: null, weights);

        Tensor exact = Sums(input, kernel);
        actual.shape.Should().Equal(images, outputs, height, width);
        RoundingError.Largest(actual, exact, WinogradMagnitudes.Convolution(input, kernel)).Should().BeLessThan(ConvolutionBound(inputs));
    }

    [WeightGradientTheory]
    [MemberData(nameof(Shapes))]
    public void Apply_KernelTurned_GivesTheInputsGradient(int images, int inputs, int outputs, int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(2);
        Tensor gradient = Images(random, images, outputs, height, width);
        Tensor kernel = ChannelsLastImages.Arrange(randn(outputs, inputs, 3, 3, generator: random));
        using WinogradWeights weights = WinogradWeights.Turned(kernel);

        Tensor actual = WinogradConvolution.Apply(gradient, activation: null, weights);

        Tensor turned = kernel.flip(2, 3).transpose(0, 1);
        RoundingError.Largest(actual, Sums(gradient, turned), WinogradMagnitudes.Convolution(gradient, turned))
            .Should().BeLessThan(ConvolutionBound(outputs));
    }

    [WeightGradientTheory]
    [MemberData(nameof(Shapes))]
    public void Compute_AnyShape_AgreesWithSumsInDouble(int images, int inputs, int outputs, int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(3);
        Tensor input = Images(random, images, inputs, height, width);
        Tensor gradient = Images(random, images, outputs, height, width);

        Tensor actual = WinogradWeightGradient.Compute(input, activation: null, gradient);

        TileGrid grid = new(ChannelsLastImages.Of(input));
        // A term goes through the sum of its block, those of the blocks, and those of the chunks, which are no more than the blocks.
        double bound = RoundingBounds.Worst(
            grid.TilesOfBlock + 2 * grid.Blocks + WinogradMagnitudes.TransformsOfWeightGradient, ScalarType.Float32);
        actual.shape.Should().Equal(outputs, inputs, 3, 3);
        RoundingError.Largest(actual, WeightSums(input, gradient), WinogradMagnitudes.WeightGradient(input, gradient)).Should().BeLessThan(bound);
    }

    [WeightGradientTheory]
    [InlineData(6, 9)]
    [InlineData(8, 8)]
    public void Apply_Activation_IsThatOfTheActivationsToTheBit(int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(4);
        Tensor input = Images(random, 3, 104, height, width);
        Tensor gradient = Images(random, 3, 16, height, width);
        ChannelAffine activation = new(new float[104], new float[104], Values(random, 104), Values(random, 104), 1);
        Tensor activations = activation.Applied(input, residual: null, rectify: true);
        using WinogradWeights weights = WinogradWeights.Of(randn(16, 104, 3, 3, generator: random));

        ShouldBeSame(WinogradConvolution.Apply(input, activation, weights), WinogradConvolution.Apply(activations, null, weights));
        ShouldBeSame(
            WinogradWeightGradient.Compute(input, activation, gradient), WinogradWeightGradient.Compute(activations, null, gradient));
    }

    [WeightGradientTheory]
    [InlineData(7, 5)]
    [InlineData(5, 8)]
    [InlineData(8, 8)]
    public void Apply_ToASum_AddsInPlace(int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(5);
        Tensor input = Images(random, 3, 16, height, width);
        Tensor sum = Images(random, 3, 24, height, width);
        using WinogradWeights weights = WinogradWeights.Of(randn(24, 16, 3, 3, generator: random));
        Tensor expected = sum + WinogradConvolution.Apply(input, activation: null, weights);

        Tensor actual = WinogradConvolution.Apply(input, activation: null, weights, sum);

        actual.Should().BeSameAs(sum);
        ShouldBeSame(actual, expected);
    }

    [WeightGradientTheory]
    [InlineData(64, 16, 16, 32)]
    [InlineData(256, 64, 32, 4)]
    [InlineData(16, 112, 16, 8)]
    public void ApplyAndCompute_AnyNumberOfThreads_GiveTheSameBits(int images, int inputs, int outputs, int side)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(6);
        Tensor input = Images(random, images, inputs, side, side);
        Tensor gradient = Images(random, images, outputs, side, side);
        Tensor kernel = randn(outputs, inputs, 3, 3, generator: random);
        int threads = get_num_threads();
        try
        {
            (Tensor output, Tensor byKernel) = Run(1);
            foreach (int count in new[] { 2, 3, 2 })
            {
                (Tensor again, Tensor byKernelAgain) = Run(count);
                ShouldBeSame(again, output);
                ShouldBeSame(byKernelAgain, byKernel);
            }
        }
        finally
        {
            set_num_threads(threads);
        }

        (Tensor Output, Tensor ByKernel) Run(int count)
        {
            set_num_threads(count);
            using WinogradWeights weights = WinogradWeights.Of(kernel);
            Tensor output = WinogradConvolution.Apply(input, activation: null, weights);
            return (output, WinogradWeightGradient.Compute(input, activation: null, gradient));
        }
    }

    [WeightGradientTheory]
    [InlineData(256, 16, 16, 32, 3, 1, true)]
    [InlineData(256, 512, 512, 4, 3, 1, true)]
    [InlineData(256, 24, 24, 8, 3, 1, true)] // A quarter of the products fills up a panel.
    [InlineData(256, 16, 16, 7, 3, 1, true)]
    [InlineData(256, 16, 16, 32, 3, 2, false)]
    [InlineData(256, 16, 16, 32, 1, 1, false)]
    [InlineData(256, 3, 16, 32, 3, 1, false)] // No whole vectors.
    [InlineData(256, 16, 12, 32, 3, 1, false)]
    [InlineData(256, 16, 8, 32, 3, 1, false)] // Half of the products fill up a panel.
    [InlineData(256, 16, 16, 3, 3, 1, false)] // Half of the products lie outside.
    [InlineData(256, 16, 16, 1, 3, 1, false)]
    [InlineData(15, 512, 512, 4, 3, 1, false)] // Too few tiles.
    [InlineData(16, 512, 512, 4, 3, 1, true)]
    public void Suits_Shape_FollowsFromTheProducts(int images, int inputs, int outputs, int side, int size, int stride, bool expected)
        => WinogradConvolution.Suits([images, inputs, side, side], [outputs, inputs, size, size], stride).Should().Be(expected);

    /// <summary>A term goes through the sum over the inputs and the transforms.</summary>
    private static double ConvolutionBound(int inputs)
        => RoundingBounds.Worst(inputs + WinogradMagnitudes.TransformsOfConvolution, ScalarType.Float32);

    private static Tensor Sums(Tensor input, Tensor kernel)
        => nn.functional.conv2d(input.to(ScalarType.Float64), kernel.to(ScalarType.Float64), padding: [1, 1]);

    private static Tensor WeightSums(Tensor input, Tensor gradient)
    {
        Tensor kernel = zeros(gradient.shape[1], input.shape[1], 3, 3, dtype: ScalarType.Float64).requires_grad_(true);
        return autograd.grad([Sums(input, kernel)], [kernel], [gradient.to(ScalarType.Float64)])[0];
    }

    private static Tensor Images(Generator random, params long[] shape) => ChannelsLastImages.Arrange(randn(shape, generator: random));

    private static float[] Values(Generator random, int count) => randn(count, generator: random).data<float>().ToArray();

    private static void ShouldBeSame(Tensor actual, Tensor expected) => actual.equal(expected).all().item<bool>().Should().BeTrue();
}
