using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>Networks as they are after some training, images for them, and how near two runtimes must come.</summary>
internal static class OnnxNetworks
{
    /// <summary>
    /// The largest difference of a feature. Features are of the order of 1, single precision rounds by 2^-24 = 6e-8 of that, and a network
    /// of L layers with sums of K terms makes a random walk of L K roundings of it (<see cref="Models.NetworkBounds"/>): three standard
    /// deviations are 4e-5 for ResNet-152 of this width, for each of the two runtimes at most, and less for all others.
    /// </summary>
    public const double Tolerance = 1e-4;

    /// <summary>
    /// Gives every vector other values than a new network has, and batch norms statistics of the activations that there are: with others,
    /// activations of a deep residual network double with every block.
    /// </summary>
    /// <param name="network">From what the input is to anything; ends in evaluation mode.</param>
    /// <param name="input">What it sees.</param>
    public static TNetwork Trained<TNetwork>(TNetwork network, Tensor input)
        where TNetwork : nn.Module<Tensor, Tensor>
    {
        using IDisposable noGradient = no_grad();
        foreach ((int index, (string _, TorchSharp.Modules.Parameter vector)) in network.named_parameters().Index())
        {
            if (vector.Dimensions > 1)
                continue;
            using DisposeScope scope = NewDisposeScope();
            vector.add_((0.2 * sin(0.37 * arange(vector.numel(), ScalarType.Float64) + index)).to(vector.dtype));
        }

        network.train();
        for (int pass = 0; pass < 5; pass++)
            network.call(input).Dispose();
        network.eval();
        return network;
    }

    /// <summary>Images [N, C, H, W] that differ from each other, with values as normalized images have them.</summary>
    public static Tensor Images(int count, int height, int width, int channels = 3, long seed = 1)
        => randn(count, channels, height, width, generator: new Generator((ulong)seed));

    public static void ShouldEqual(Tensor actual, Tensor expected, double tolerance = Tolerance)
    {
        actual.shape.Should().Equal(expected.shape);
        using Tensor difference = (actual - expected).abs().max().to(ScalarType.Float32);
        using Tensor spread = expected.std().to(ScalarType.Float32);
        // Features that hardly differ from zero would agree with anything.
        spread.item<float>().Should().BeGreaterThan((float)(100 * tolerance));
        difference.item<float>().Should().BeLessThan((float)tolerance);
    }
}
