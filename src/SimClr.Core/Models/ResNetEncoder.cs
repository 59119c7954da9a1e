using System.Runtime.Intrinsics.X86;
using SimClr.Core.Models.ExplicitGradient;
using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.WeightGradients;
using SimClr.Core.Randomness;
using SimClr.Core.Validation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// A residual network without its classifier: images [N, C, H, W] to representations h [N, F], the output of global average pooling.
/// F is 512 (depth 10, 18 and 34) or 2048 (50, 101, 152) times the width multiplier.
/// </summary>
/// <remarks>
/// He et al. 2016 in torchvision's form (stride in the 3x3 convolution of a bottleneck); parameters and buffers have torchvision's names,
/// those of a deep stem, pooled shortcuts (conv1.0, downsample.1) and squeeze-and-excitation (se.fc1) timm's; selective kernels are called
/// sk. All these options can be combined.
/// Weights lie channels-last; give images with channels-last strides to avoid a transposition. Layers inside are not called one by one in
/// evaluation snapshots, nor in training where the gradient is written out (single precision, no AVX-512): hooks on them do not run then.
/// </remarks>
public sealed class ResNetEncoder : Encoder
{
    internal const int StandardBaseChannels = 64;

    /// <summary>Views up to this side are small for a stem that divides them by 4.</summary>
    private const int SmallSide = 64;

    /// <summary>Three stages of four halve both sides.</summary>
    private const int StrideOfStages = 8;

    private const int PoolSize = 3;
    private const int PoolStride = 2;
    private const int PoolPadding = 1;

    private readonly nn.Module<Tensor, Tensor> conv1; // A sequence where the stem is deep.
    private readonly BatchNormLayer bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly ResidualPass? _pass; // Null where the network has more than the pass knows.

    /// <summary>Creates a network with random weights.</summary>
    /// <param name="depth">Number of layers.</param>
    /// <param name="options">Defaults where null; copied.</param>
    /// <param name="seed">Determines the initial weights.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The program was compiled by native AOT, in which TorchSharp finds no parameters.
    /// </exception>
    public ResNetEncoder(ResNetDepth depth, ResNetOptions? options = null, long seed = 0)
        : this(ResNetShape.Of(depth), depth, OptionsGuard.Validate(options ?? new ResNetOptions(), new ResNetOptionsValidator()), seed)
    {
    }

    private ResNetEncoder(ResNetShape shape, ResNetDepth depth, ResNetOptions options, long seed)
        : base(nameof(ResNetEncoder), options.InputChannels, 8 * BaseChannelsOf(options) * shape.Expansion)
    {
        Depth = depth;
        Precision = options.Precision.Resolve();
        BaseChannels = BaseChannelsOf(options);
        Stem = options.Stem;
        AveragePoolShortcut = options.AveragePoolShortcut;
        SelectiveKernelRatio = options.SelectiveKernelRatio;
        SqueezeExcitationRatio = options.SqueezeExcitationRatio;
        ResNetBlockFactory blocks = new(shape, options, Precision, new RandomStream(seed, RandomPurpose.Initialization));
        conv1 = blocks.Stem(BaseChannels);
        bn1 = new BatchNormLayer(BaseChannels);
        layer1 = blocks.Stage(0, BaseChannels, BaseChannels);
        layer2 = blocks.Stage(1, BaseChannels * shape.Expansion, BaseChannels * 2);
        layer3 = blocks.Stage(2, BaseChannels * 2 * shape.Expansion, BaseChannels * 4);
        layer4 = blocks.Stage(3, BaseChannels * 4 * shape.Expansion, BaseChannels * 8);
        RegisterComponents();
        NativeAot.Check(this);
        if (IsPlain && conv1 is ConvolutionLayer stem)
            _pass = new ResidualPass(new NormalizedConvolution(stem, bn1), pools: Pools, [.. Blocks]);
    }

    /// <summary>Number of layers.</summary>
    public ResNetDepth Depth { get; }

    /// <summary>Channels of the first stage: 64 times the width multiplier.</summary>
    public int BaseChannels { get; }

    /// <inheritdoc/>
    public override Precision Precision { get; }

    /// <summary>The layers in front of the first stage.</summary>
    public ResNetStem Stem { get; }

    /// <summary>Whether shortcuts halve the resolution by average pooling.</summary>
    public bool AveragePoolShortcut { get; }

    /// <summary>Share of a block's channels in the layer that mixes selective kernels; 0 without them.</summary>
    public double SelectiveKernelRatio { get; }

    /// <summary>Share of a block's channels in the layer of squeeze-and-excitation; 0 without it.</summary>
    public double SqueezeExcitationRatio { get; }

    /// <summary>
    /// Whether training passes go through <see cref="ResidualPass"/> where they can. By default on processors with AVX2 and without AVX-512,
    /// in single precision; elsewhere oneDNN's gradients are as fast.
    /// </summary>
    internal bool PrefersExplicitGradient { get; set; } = WeightGradient.IsSupported && !Avx512F.IsSupported;

    // Pixels of the image between two of the output.
    private int Stride => Pools ? 4 * StrideOfStages : StrideOfStages;

    private bool Pools => Stem != ResNetStem.Cifar;

    private bool IsPlain => !AveragePoolShortcut && SelectiveKernelRatio == 0 && SqueezeExcitationRatio == 0;

    private IEnumerable<NormalizedConvolution> StemUnits
    {
        get
        {
            nn.Module[] parts = [conv1, .. conv1.children(), bn1];
            return parts.OfType<ConvolutionLayer>().Zip(parts.OfType<BatchNormLayer>(), (layer, norm) => new NormalizedConvolution(layer, norm));
        }
    }

    private IEnumerable<IResidualBlock> Blocks
        => new[] { layer1, layer2, layer3, layer4 }.SelectMany(layer => layer.children()).Cast<IResidualBlock>();

    /// <summary>Computes representations.</summary>
    /// <param name="input">Images [N, C, H, W] with C = <see cref="Encoder.InputChannels"/>; borrowed.</param>
    /// <returns>h [N, F], single precision (double where the weights are).</returns>
    /// <exception cref="ArgumentException">The input has another number of dimensions or channels.</exception>
    public override Tensor forward(Tensor input)
    {
        CheckImages(input);
        if (PrefersExplicitGradient && _pass is not null && CanGoExplicitly(_pass, input))
            return ResidualFunction.Evaluate(_pass, input);
        using DisposeScope scope = NewDisposeScope();
        Tensor features = bn1.call(conv1.call(input)).relu_(); // [N, B, H, W], halved unless the stem is CIFAR's
        if (Pools)
            features = PoolStem(features);
        features = layer4.call(layer3.call(layer2.call(layer1.call(features)))); // [N, F, H', W']
        return Average(features).MoveToOuterDisposeScope(); // [N, F]
    }

    /// <summary>Views smaller than the network's stride, or too small for a stem that divides their sides by four.</summary>
    public override IEnumerable<string> Warnings(int height, int width)
    {
        int smaller = Math.Min(height, width);
        if (smaller < StrideOfStages || (smaller < Stride && Math.Max(height, width) > SmallSide))
        {
            yield return $"Views of {height} x {width} pixels are smaller than the stride of the network, {Stride} pixels: its last stages "
                + $"see a single pixel and what surrounds the image. Make the views larger, at least {Stride} pixels a side.";
        }
        else if (Pools && Math.Max(height, width) <= SmallSide)
        {
            yield return $"Views of {height} x {width} pixels go through the stem for large images, which leaves a quarter of each side to the "
                + $"first stage. ResNetOptions.Stem = ResNetStem.Cifar suits views up to about {SmallSide} pixels better.";
        }
    }

    /// <summary>
    /// Adds this network to a graph, its batch norms folded into its convolutions and its weights in single precision; for images of any
    /// size.
    /// </summary>
    /// <inheritdoc/>
    public override GraphValue Describe(InferenceGraph graph, GraphValue images)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(graph);
        ModuleNames names = new(this);
        GraphValue features = images;
        foreach (NormalizedConvolution unit in StemUnits)
            features = graph.Relu(unit.Describe(graph, features, names)); // [N, B, H, W] in the end, halved unless the stem is CIFAR's
        if (Pools)
            features = graph.MaximumPool(features, PoolSize, PoolStride, PoolPadding);
        foreach (IResidualBlock block in Blocks)
            features = FoldedBlock.Describe(block, graph, features, names);
        return graph.GlobalAverage(features); // [N, F]
    }

    /// <summary>The max pooling behind the stem for large images.</summary>
    internal static Tensor PoolStem(Tensor features) => nn.functional.max_pool2d(features, PoolSize, PoolStride, PoolPadding);

    /// <summary>Global average pooling [N, F, H', W'] to [N, F], in single precision at least: the average itself is not rounded to bf16.</summary>
    internal static Tensor Average(Tensor features)
        => features.dtype == ScalarType.BFloat16 ? features.mean([2, 3], type: ScalarType.Float32) : features.mean([2, 3]);

    internal override Encoder CreateInferenceSnapshot()
    {
        FoldedBlock[] folded = [.. Blocks.Select(FoldedBlock.Fold)];
        return new FoldedResNet(this, [.. StemUnits.Select(unit => unit.Fold())], pools: Pools, folded);
    }

    private bool CanGoExplicitly(ResidualPass pass, Tensor input)
        => Precision == Precision.Float32
            && input.dtype == ScalarType.Float32
            && input.device.type == DeviceType.CPU
            && PixelBlocks.Supports(BaseChannels)
            && input.shape[0] > 1
            && pass.Units.All(unit => unit.Norm.training && unit.Convolution.Weight.dtype == ScalarType.Float32);

    private static int BaseChannelsOf(ResNetOptions options) => (int)(options.WidthMultiplier * StandardBaseChannels);
}
