using FluentAssertions;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.BatchNorms;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

/// <summary>Batch norm with ReLU and shortcut in one pass, and its gradient, against torch in double precision.</summary>
public sealed class BatchNormGradientTests
{
    [Theory]
    [InlineData(8, 5, 3, 1, 0, false, false)]
    [InlineData(16, 40, 32, 32, 0, true, false)] // Many blocks, the last one not full.
    [InlineData(24, 3, 7, 5, 0, true, true)] // A period that the pixels do not fill.
    [InlineData(64, 9, 16, 16, 1000, true, true)] // A mean far from zero, which sums of squares would not survive.
    [InlineData(2048, 3, 2, 2, 0, false, true)]
    public void Gradient_AnyShape_AgreesWithTorchInDouble(int channels, int images, int height, int width, double offset, bool rectify, bool residual)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new((ulong)channels);
        Tensor input = Arranged(randn(images, channels, height, width, generator: random) + offset);
        Tensor added = Arranged(randn(images, channels, height, width, generator: random));
        Tensor gradient = Arranged(randn(images, channels, height, width, generator: random));
        using BatchNormLayer layer = new(channels);
        layer.Weight.detach().copy_(rand(channels, generator: random) + 0.5);
        layer.Bias!.detach().copy_(randn(channels, generator: random));

        ChannelAffine affine = layer.Observe(ChannelsLastImages.Of(input), update: true);
        Tensor output = affine.Applied(input, residual ? added : null, rectify);
        Tensor byInput = empty_like(input);
        BatchNormGradient norm = new(affine, ChannelsLastImages.Of(input));
        Tensor cut = Arranged(gradient.clone());
        norm.Sum(ChannelsLastImages.Of(cut), residual && rectify ? ChannelsLastImages.Of(output) : null, rectify);
        norm.Finish(ChannelsLastImages.Of(cut), ChannelsLastImages.Of(byInput), norm.Shift, norm.Scale);

        Tensor exactInput = input.to(ScalarType.Float64).requires_grad_(true);
        Tensor weight = layer.Weight.detach().to(ScalarType.Float64).requires_grad_(true);
        Tensor bias = layer.Bias!.detach().to(ScalarType.Float64).requires_grad_(true);
        Tensor mean = zeros(channels, ScalarType.Float64), variance = ones(channels, ScalarType.Float64);
        Tensor exact = nn.functional.batch_norm(exactInput, mean, variance, weight, bias, training: true);
        if (residual)
            exact = exact + added.to(ScalarType.Float64);
        // Where the two round to other sides of zero the gradient is another one: those pixels count in neither.
        Tensor passes = rectify ? output.gt(0).to(ScalarType.Float64) : ones_like(exact);
        (exact * passes).backward([gradient.to(ScalarType.Float64)]);

        double tolerance = 1e-5 + 3e-7 * offset; // The input itself is rounded to 24 bits of its offset.
        Distance(output, rectify ? exact.relu() : exact).Should().BeLessThan(tolerance);
        Distance(byInput, exactInput.grad!).Should().BeLessThan(10 * tolerance);
        Distance(Vector(norm.Scale), weight.grad!).Should().BeLessThan(10 * tolerance);
        Distance(Vector(norm.Shift), bias.grad!).Should().BeLessThan(1e-5);
        Distance(layer.get_buffer("running_mean")!, mean).Should().BeLessThan(1e-6);
        Distance(layer.get_buffer("running_var")!, variance).Should().BeLessThan(tolerance);
    }

    [Fact]
    public void Applied_NaN_StaysNaNBehindReLU()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor input = Arranged(full([1, 8, 2, 2], float.NaN));
        ChannelAffine affine = new(new float[8], new float[8], [.. Enumerable.Repeat(1f, 8)], new float[8], 4);

        affine.Applied(input, residual: null, rectify: true).isnan().all().item<bool>().Should().BeTrue();
    }

    private static Tensor Arranged(Tensor images) => ChannelsLastImages.Arrange(images);

    private static Tensor Vector(IEnumerable<double> values) => tensor([.. values], dtype: ScalarType.Float64);

    private static double Distance(Tensor actual, Tensor expected)
    {
        Tensor wanted = expected.to(ScalarType.Float64);
        return ((actual.to(ScalarType.Float64) - wanted).norm() / (wanted.norm() + 1e-30)).item<double>();
    }
}
