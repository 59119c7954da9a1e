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

    /// <summary>
    /// Compares each channel with double precision. Memory that was never written, or a block of filters left out, is off by the size of
    /// the values. In bf16 the longest sum here, of 4,608 terms in 288 partial sums, may be off by a fifth of that.
    /// </summary>
    private static void Compare(ScalarType type, int size, int stride, int side, int inputs, int outputs, Generator random)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = ChannelsLast(randn([Batch, side, side, inputs], generator: random).to_type(type));
        Tensor kernel = ChannelsLast(randn([outputs, size, size, inputs], generator: random).to_type(type));
        Tensor? bias = inputs > 1 ? randn([outputs], generator: random).to_type(type) : null;
        int outputSide = (side + stride - 1) / stride;
        Tensor above = ChannelsLast(randn([Batch, outputSide, outputSide, outputs], generator: random).to_type(type));

        Tensor[] actual = Computed(SafeConvolution.Apply, type, values => values);
        Tensor[] expected = Computed(Reference, ScalarType.Float64, values => values);
        Tensor[] squares = Computed(Reference, ScalarType.Float64, values => values.square());

        int pixels = Batch * outputSide * outputSide;
        (string, int Channels, long Terms, long PartialSums)[] sums =
        [
            ("output", 1, inputs * size * size, PartialSums(inputs)),
            ("inputs' gradient", 1, outputs * size * size, PartialSums(outputs)),
            ("kernel's gradient", 0, pixels, pixels),
        ];
        foreach (((string what, int channels, long terms, long partialSums), int at) in sums.Select((sum, at) => (sum, at)))
        {
            actual[at].shape.Should().Equal(expected[at].shape);
            RoundingError.LargestOfChannels(actual[at], expected[at], squares[at], channels).Should().BeLessThanOrEqualTo(
                RoundingBounds.LikelySum(terms, partialSums, type), "{0} of {1} to {2} channels, side {3}", what, inputs, outputs, side);
        }

        // A path may store the sum after each position of the kernel and block of channels.
        long PartialSums(int channels) => size * size * ((channels + RoundingBounds.Block - 1) / RoundingBounds.Block);

        Tensor[] Computed(Func<Tensor, Tensor, Tensor?, long, Tensor> convolution, ScalarType arithmetic, Func<Tensor, Tensor> change)
        {
            Tensor x = change(images.to_type(arithmetic)).detach().clone().requires_grad_();
            Tensor w = change(kernel.to_type(arithmetic)).detach().clone().requires_grad_();
            Tensor output = convolution(x, w, bias is null ? null : change(bias.to_type(arithmetic)), stride);
            output.backward([change(above.to_type(arithmetic))]);
            return [output.detach(), x.grad!, w.grad!];
        }
    }

    private static Tensor Reference(Tensor images, Tensor kernel, Tensor? bias, long stride)
        => nn.functional.conv2d(images, kernel, bias, [stride, stride], [kernel.shape[2] / 2, kernel.shape[3] / 2]);

    private static Tensor ChannelsLast(Tensor values) => values.permute(0, 3, 1, 2);
}
