using FluentAssertions;
using SimClr.Core.Models;
using SimClr.Core.Tests.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

/// <summary>The gradient that is written out for residual networks, against autograd's on the same network in double precision.</summary>
public sealed class ExplicitGradientTests
{
    public static TheoryData<ResNetDepth, double, bool, int, int> Networks => new()
    {
        { ResNetDepth.ResNet10, 0.125, true, 8, 8 },
        { ResNetDepth.ResNet18, 0.25, true, 16, 4 },
        { ResNetDepth.ResNet18, 0.25, true, 32, 3 },
        { ResNetDepth.ResNet18, 0.25, true, 24, 3 },
        { ResNetDepth.ResNet18, 0.25, true, 32, 16 }, // Enough tiles for Winograd's algorithm in every stage.
        { ResNetDepth.ResNet18, 0.25, true, 19, 3 }, // Odd sides at each halving.
        { ResNetDepth.ResNet18, 0.375, true, 8, 5 },
        { ResNetDepth.ResNet18, 0.25, false, 64, 3 },
        { ResNetDepth.ResNet50, 0.125, true, 16, 3 },
        { ResNetDepth.ResNet50, 0.125, false, 48, 3 },
    };

    [WeightGradientTheory]
    [MemberData(nameof(Networks))]
    public void Backward_ExplicitAndByAutogradInDouble_GiveTheSame(ResNetDepth depth, double width, bool small, int side, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        ResNetOptions options = new() { Stem = small ? ResNetStem.Cifar : ResNetStem.ImageNet, WidthMultiplier = width };
        using ResNetEncoder encoder = new(depth, options, seed: 5) { PrefersExplicitGradient = true };
        using ResNetEncoder exact = new(depth, options, seed: 5) { PrefersExplicitGradient = false };
        exact.to(ScalarType.Float64);
        Tensor images = rand(count, 3, side, side, generator: new Generator(1));
        Tensor weights = randn(count, encoder.FeatureDimension, generator: new Generator(2));

        (Tensor h, Tensor byImages) = Run(encoder, images, weights);
        (Tensor expected, Tensor expectedByImages) = Run(exact, images.to(ScalarType.Float64), weights.to(ScalarType.Float64));

        Distance(h, expected).Should().BeLessThan(1e-4);
        Distance(byImages, expectedByImages).Should().BeLessThan(0.02);
        foreach (((string name, Parameter actual), (string _, Parameter reference)) in encoder.named_parameters().Zip(exact.named_parameters()))
            Distance(actual.grad!, reference.grad!).Should().BeLessThan(0.02, name);
        foreach (((string name, Tensor actual), (string _, Tensor reference)) in encoder.named_buffers().Zip(exact.named_buffers()))
            Distance(actual, reference).Should().BeLessThan(1e-4, name);
    }

    [WeightGradientTheory]
    [InlineData(ResNetDepth.ResNet10)]
    [InlineData(ResNetDepth.ResNet50)]
    public void Backward_GraphThatIsRetained_GivesTheSameTwice(ResNetDepth depth)
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = new(depth, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 0.125 })
        {
            PrefersExplicitGradient = true,
        };
        Tensor loss = encoder.call(rand(4, 3, 8, 8, generator: new Generator(1))).square().sum();

        autograd.backward([loss], retain_graph: true);
        Tensor[] once = [.. encoder.parameters().Select(parameter => parameter.grad!.clone())];
        Tensor[] statistics = [.. encoder.buffers().Select(buffer => buffer.clone())];
        loss.backward();

        foreach ((Parameter parameter, Tensor first) in encoder.parameters().Zip(once))
            parameter.grad!.equal(first * 2).all().item<bool>().Should().BeTrue();
        foreach ((Tensor buffer, Tensor before) in encoder.buffers().Zip(statistics))
            buffer.equal(before).all().item<bool>().Should().BeTrue();
    }

    private static (Tensor Representations, Tensor ByImages) Run(ResNetEncoder encoder, Tensor images, Tensor weights)
    {
        encoder.train();
        Tensor input = images.detach().requires_grad_(true);
        Tensor h = encoder.call(input);
        (h * weights).sum().backward();
        return (h.detach(), input.grad!);
    }

    private static double Distance(Tensor actual, Tensor expected)
    {
        using Tensor wanted = expected.to(ScalarType.Float64);
        return ((actual.to(ScalarType.Float64) - wanted).norm() / (wanted.norm() + 1e-30)).item<double>();
    }
}
