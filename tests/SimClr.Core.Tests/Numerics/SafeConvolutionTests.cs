using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

public sealed class SafeConvolutionTests
{
    private const int Batch = 3;

    private static readonly int[] Sides = [1, 2, 5];
    private static readonly int[] Inputs = [1, 3, 16, 40];
    private static readonly int[] Outputs = [1, 3, 16, 33, 40, 48, 80];

    /// <summary>The shapes where oneDNN is known to be wrong for some machine are among these.</summary>
    [Theory]
    [InlineData(ScalarType.Float32, 1, 1)]
    [InlineData(ScalarType.Float32, 1, 2)]
    [InlineData(ScalarType.Float32, 3, 1)]
    [InlineData(ScalarType.Float32, 3, 2)]
    [InlineData(ScalarType.Float32, 7, 1)]
    [InlineData(ScalarType.Float32, 7, 2)]
    [InlineData(ScalarType.BFloat16, 1, 1)]
    [InlineData(ScalarType.BFloat16, 1, 2)]
    [InlineData(ScalarType.BFloat16, 3, 1)]
    [InlineData(ScalarType.BFloat16, 3, 2)]
    [InlineData(ScalarType.BFloat16, 7, 1)]
    [InlineData(ScalarType.BFloat16, 7, 2)]
    public void Apply_ManyShapes_EqualsDoublePrecision(ScalarType type, int size, int stride)
    {
        using Generator random = new(1);
        foreach (int side in Sides)
            foreach (int inputs in Inputs)
                foreach (int outputs in Outputs)
                    Compare(type, size, stride, side, inputs, outputs, random);
    }

    /// <summary>Unguarded, some of the 1x1 kernels end the process where the processor has AVX-512, and some in fp32 are wrong.</summary>
    [Theory]
    [InlineData(ScalarType.Float32, 1, 1)]
    [InlineData(ScalarType.Float32, 1, 2)]
    [InlineData(ScalarType.Float32, 3, 1)]
    [InlineData(ScalarType.Float32, 3, 2)]
    [InlineData(ScalarType.BFloat16, 1, 1)]
    [InlineData(ScalarType.BFloat16, 1, 2)]
    [InlineData(ScalarType.BFloat16, 3, 1)]
    [InlineData(ScalarType.BFloat16, 3, 2)]
    public void Apply_ChannelsOfTheUsualResNets_EqualsDoublePrecision(ScalarType type, int size, int stride)
    {
        int[] channels = size == 1 ? [64, 128, 256, 512, 1024, 2048] : [64, 128, 256, 512];
        using Generator random = new(1);
        foreach (int inputs in channels)
            foreach (int outputs in channels)
                Compare(type, size, stride, side: 4, inputs, outputs, random);
    }

    private static void Compare(ScalarType type, int size, int stride, int side, int inputs, int outputs, Generator random)
    {
        // Of bf16, what is left once the operands are rounded is the rounding of each result to 8 bits.
        double tolerance = type == ScalarType.BFloat16 ? 0.005 : 1e-5;
        using DisposeScope scope = NewDisposeScope();
        Tensor images = ChannelsLast(randn([Batch, side, side, inputs], generator: random).to_type(type));
        Tensor kernel = ChannelsLast(randn([outputs, size, size, inputs], generator: random).to_type(type));
        Tensor? bias = inputs > 1 ? randn([outputs], generator: random).to_type(type) : null;
        int outputSide = (side + stride - 1) / stride;
        Tensor above = ChannelsLast(randn([Batch, outputSide, outputSide, outputs], generator: random).to_type(type));

        Tensor[] actual = Computed(SafeConvolution.Apply, type);
        Tensor[] expected = Computed((x, w, b, s) => nn.functional.conv2d(x, w, b, [s, s], [size / 2, size / 2]), ScalarType.Float64);

        foreach ((string what, Tensor value, Tensor right) in new[] { "output", "inputs' gradient", "kernel's gradient" }.Zip(actual, expected))
        {
            value.shape.Should().Equal(right.shape);
            double difference = ((value.to_type(ScalarType.Float64) - right).abs().max() / right.abs().max()).ToDouble();
            difference.Should().BeLessThan(tolerance, "{0} of {1} to {2} channels, side {3}", what, inputs, outputs, side);
        }

        Tensor[] Computed(Func<Tensor, Tensor, Tensor?, long, Tensor> convolution, ScalarType arithmetic)
        {
            Tensor x = images.to_type(arithmetic).detach().clone().requires_grad_();
            Tensor w = kernel.to_type(arithmetic).detach().clone().requires_grad_();
            Tensor output = convolution(x, w, bias?.to_type(arithmetic), stride);
            output.backward([above.to_type(arithmetic)]);
            return [output.detach(), x.grad!, w.grad!];
        }
    }

    private static Tensor ChannelsLast(Tensor values) => values.permute(0, 3, 1, 2);
}
