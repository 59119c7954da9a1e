using SimClr.Core.Models;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Numerics;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

public sealed class FoldedConvolutionTests
{
    private const int Inputs = 3;
    private const int Outputs = 4;
    private const int Side = 6;

    /// <summary>Of the longest sum, through a 3x3 kernel.</summary>
    private const int Terms = 9 * Inputs;

    /// <summary>Of a weight and of the shift: variance, its root, quotient, product, difference; the shift's sum.</summary>
    private const int RoundingsOfFolding = 8;

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(1, 2)]
    public void Apply_AnyKernelAndStride_EqualsTheNaiveLoop(int size, int stride)
    {
        using DisposeScope scope = NewDisposeScope();
        using Layers layers = new(size, stride);
        layers.SetStatistics(
            mean: channel => 0.3 * channel - 0.2,
            variance: channel => 0.5 + channel,
            scale: channel => 1.5 - channel,
            shift: channel => 0.1 * channel);
        Tensor image = sin(arange(Inputs * Side * Side, ScalarType.Float64)).reshape(1, Inputs, Side, Side);

        Tensor actual = layers.Folded().Apply(image);

        // Weights and image stay below 1, and batch norm multiplies by no more than the scale over the root of 0.5.
        double bound = 2 * RoundingBounds.Worst(Terms + RoundingsOfFolding, ScalarType.Float64) * (Terms + 1) * Math.Sqrt(2);
        int outputSide = (Side + stride - 1) / stride;
        actual.shape.Should().Equal(1, Outputs, outputSide, outputSide);
        for (int channel = 0; channel < Outputs; channel++)
            for (int y = 0; y < outputSide; y++)
                for (int x = 0; x < outputSide; x++)
                {
                    double convolved = layers.Convolve(image, channel, y * stride, x * stride);
                    double normalized = (convolved - (0.3 * channel - 0.2)) / Math.Sqrt(0.5 + channel + 1e-5);
                    double expected = (1.5 - channel) * normalized + 0.1 * channel;
                    actual[0, channel, y, x].item<double>().Should().BeApproximately(expected, bound * (Math.Abs(1.5 - channel) + 1));
                }
    }

    [Fact]
    public void Apply_ScaleOfZero_LeavesTheShift()
    {
        using DisposeScope scope = NewDisposeScope();
        using Layers layers = new(3, 1);
        layers.SetStatistics(mean: _ => 5, variance: _ => 2, scale: _ => 0, shift: channel => channel);
        Tensor actual = layers.Folded().Apply(ones(2, Inputs, Side, Side, dtype: ScalarType.Float64));
        for (int channel = 0; channel < Outputs; channel++)
            actual[TensorIndex.Colon, channel].data<double>().ToArray().Should().OnlyContain(value => value == channel);
    }

    [Fact]
    public void Apply_NormThatChangesNothing_IsTheConvolution()
    {
        using DisposeScope scope = NewDisposeScope();
        using Layers layers = new(3, 1);
        layers.SetStatistics(mean: _ => 0, variance: _ => 1 - 1e-5, scale: _ => 1, shift: _ => 0);
        Tensor images = randn(2, Inputs, Side, Side, dtype: ScalarType.Float64, generator: new Generator(1));
        Tensor kernel = layers.Convolution.state_dict()["weight"];
        Tensor magnitudes = nn.functional.conv2d(images.abs(), kernel.abs(), padding: [1, 1]);
        RoundingError.Largest(layers.Folded().Apply(images), layers.Convolution.call(images), magnitudes)
            .Should().BeLessThan(2 * RoundingBounds.Worst(Terms + RoundingsOfFolding, ScalarType.Float64));
    }

    [Fact]
    public void Fold_ShiftlessNorm_HasTheShiftOfItsMean()
    {
        using DisposeScope scope = NewDisposeScope();
        using Layers layers = new(3, 1, hasShift: false);
        layers.SetStatistics(mean: _ => 2, variance: _ => 4 - 1e-5, scale: _ => 3);
        Tensor actual = layers.Folded().Apply(zeros(1, Inputs, Side, Side, dtype: ScalarType.Float64));
        double bound = 3 * RoundingBounds.Worst(RoundingsOfFolding, ScalarType.Float64);
        actual.data<double>().ToArray().Should().OnlyContain(value => Math.Abs(value + 3) < bound);
    }

    [Fact]
    public void Fold_Layers_AreUntouched()
    {
        using DisposeScope scope = NewDisposeScope();
        using Layers layers = new(3, 1);
        float[] weights = SmallModel.Weights(layers.Convolution);
        layers.Folded();
        SmallModel.Weights(layers.Convolution).Should().Equal(weights);
    }

    private sealed class Layers : IDisposable
    {
        private readonly BatchNormLayer _norm;
        private FoldedConvolution? _folded;

        public Layers(int size, int stride, bool hasShift = true)
        {
            Convolution = new ConvolutionLayer(Inputs, Outputs, size, stride, Precision.Float32, new RandomStream(1));
            _norm = new BatchNormLayer(Outputs, hasShift);
            Convolution.to(ScalarType.Float64);
            _norm.to(ScalarType.Float64);
        }

        public ConvolutionLayer Convolution { get; }

        public void SetStatistics(
            Func<int, double> mean, Func<int, double> variance, Func<int, double> scale, Func<int, double>? shift = null)
        {
            using IDisposable noGradient = no_grad();
            Dictionary<string, Tensor> state = _norm.state_dict();
            Set("running_mean", mean);
            Set("running_var", variance);
            Set("weight", scale);
            if (shift is not null)
                Set("bias", shift);

            void Set(string name, Func<int, double> value)
                => state[name].copy_(tensor(Enumerable.Range(0, Outputs).Select(value).ToArray()));
        }

        public FoldedConvolution Folded() => _folded = Convolution.Fold(_norm);

        public double Convolve(Tensor image, int channel, int y, int x)
        {
            Tensor kernel = Convolution.state_dict()["weight"];
            int size = (int)kernel.shape[2];
            double sum = 0;
            for (int input = 0; input < Inputs; input++)
                for (int row = 0; row < size; row++)
                    for (int column = 0; column < size; column++)
                    {
                        (int top, int left) = (y + row - size / 2, x + column - size / 2);
                        if (top is >= 0 and < Side && left is >= 0 and < Side)
                            sum += kernel[channel, input, row, column].item<double>() * image[0, input, top, left].item<double>();
                    }

            return sum;
        }

        public void Dispose()
        {
            _folded?.Dispose();
            Convolution.Dispose();
            _norm.Dispose();
        }
    }
}
