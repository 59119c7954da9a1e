using SimClr.Core.Models.Inference;
using SimClr.Core.Models.Transformers;
using SimClr.Core.Numerics;
using SimClr.Core.Randomness;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// A vision transformer without its classifier (Dosovitskiy et al. 2021): images [N, C, H, W] to representations h [N, F], where F is
/// the width of a token.
/// </summary>
/// <remarks>
/// Pre-norm, learned positions, no dropout; parameters have timm's names (patch_embed.proj, cls_token, pos_embed, blocks.0.attn.qkv, norm;
/// fc_norm with mean pooling). Sides of images must be multiples of the patch; for other sides than
/// <see cref="VisionTransformerOptions.ImageSize"/> the position embeddings are resampled.
/// </remarks>
/// <example>
/// <code>
/// VisionTransformerOptions options = new() { ImageSize = 32, PatchSize = 4 };
/// using VisionTransformerEncoder encoder = new(options, seed: 1);
/// using torch.Tensor h = encoder.call(torch.rand(8, 3, 32, 32)); // [8, 192]
/// </code>
/// </example>
public sealed class VisionTransformerEncoder : Encoder, IExcludesParameters
{
    private const double ClassTokenDeviation = 1e-6; // As in timm.

    private readonly PatchEmbedding patch_embed;
    private readonly Parameter? cls_token; // [1, 1, F]
    private readonly Parameter pos_embed; // [1, tokens, F]
    private readonly Sequential blocks;
    private readonly LayerNorm? norm;
    private readonly LayerNorm? fc_norm;

    /// <summary>Creates a network with random weights.</summary>
    /// <param name="options">Defaults where null; copied.</param>
    /// <param name="seed">Determines the initial weights.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The program was compiled by native AOT, in which TorchSharp finds no parameters.
    /// </exception>
    public VisionTransformerEncoder(VisionTransformerOptions? options = null, long seed = 0)
        : this(seed, OptionsGuard.Validate(options ?? new VisionTransformerOptions(), new VisionTransformerOptionsValidator()))
    {
    }

    private VisionTransformerEncoder(long seed, VisionTransformerOptions options)
        : base(nameof(VisionTransformerEncoder), options.InputChannels, options.Width)
    {
        (ImageSize, PatchSize, Depth, Heads) = (options.ImageSize, options.PatchSize, options.Depth, options.Heads);
        (MlpRatio, Pooling, Precision) = (options.MlpRatio, options.Pooling, options.Precision.Resolve());
        RandomStream random = new(seed, RandomPurpose.Initialization);
        patch_embed = new PatchEmbedding(new PatchProjection(InputChannels, PatchSize, FeatureDimension, Precision, random));
        long[] positions = [1, Prefix + (ImageSize / PatchSize) * (ImageSize / PatchSize), FeatureDimension];
        pos_embed = new Parameter(WeightInitialization.Gaussian(positions, WeightInitialization.TransformerDeviation, random));
        if (Prefix > 0)
            cls_token = new Parameter(WeightInitialization.Gaussian([1, 1, FeatureDimension], ClassTokenDeviation, random));
        blocks = nn.Sequential([.. Enumerable.Range(0, Depth).Select(_ => new TransformerBlock(options, Precision, random))]);
        LayerNorm last = nn.LayerNorm(FeatureDimension, TransformerBlock.NormEpsilon);
        (norm, fc_norm) = Prefix > 0 ? (last, null) : ((LayerNorm?)null, last);
        RegisterComponents();
        NativeAot.Check(this);
    }

    /// <summary>Side of the images that the position embeddings are for.</summary>
    public int ImageSize { get; }

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; }

    /// <summary>Number of transformer blocks.</summary>
    public int Depth { get; }

    /// <summary>Number of attention heads.</summary>
    public int Heads { get; }

    /// <summary>Width of a block's hidden layer by that of its tokens.</summary>
    public double MlpRatio { get; }

    /// <summary>What the representation is made of.</summary>
    public VisionTransformerPooling Pooling { get; }

    /// <inheritdoc/>
    public override Precision Precision { get; }

    /// <inheritdoc/>
    public IEnumerable<string> ExcludedParameters => Prefix > 0 ? [nameof(pos_embed), nameof(cls_token)] : [nameof(pos_embed)];

    // Tokens before the patches'.
    private int Prefix => Pooling == VisionTransformerPooling.ClassToken ? 1 : 0;

    /// <summary>Views larger than the position embeddings were made for.</summary>
    public override IEnumerable<string> Warnings(int height, int width)
    {
        if (Math.Max(height, width) > ImageSize)
        {
            yield return $"Views of {height} x {width} pixels are larger than VisionTransformerOptions.ImageSize, {ImageSize}: the position "
                + "embeddings are resampled to them. Set ImageSize to the views' side.";
        }
    }

    /// <summary>Computes representations.</summary>
    /// <param name="input">
    /// Images [N, C, H, W] with C = <see cref="Encoder.InputChannels"/>, H and W multiples of <see cref="PatchSize"/>; borrowed.
    /// </param>
    /// <returns>h [N, F], single precision (double where the weights are).</returns>
    /// <exception cref="ArgumentException">The input has another number of dimensions or channels, or a side is no multiple.</exception>
    public override Tensor forward(Tensor input)
    {
        CheckImages(input);
        (long images, long height, long width) = (input.shape[0], input.shape[2], input.shape[3]);
        CheckSides(height, width, nameof(input));
        using DisposeScope scope = NewDisposeScope();
        Tensor tokens = patch_embed.call(input);
        if (cls_token is not null)
            tokens = cat([cls_token.expand(images, 1, FeatureDimension), tokens.to_type(cls_token.dtype)], 1);
        tokens = tokens.add(PositionEmbedding.For(pos_embed, Prefix, height / PatchSize, width / PatchSize), Scalars.One); // [N, T, F]
        tokens = blocks.call(tokens);
        Tensor features = norm is not null ? norm.call(tokens.select(1, 0)) : fc_norm!.call(tokens.mean([1]));
        return features.MoveToOuterDisposeScope(); // [N, F]
    }

    /// <summary>
    /// Adds this network to a graph for images of one size, for which the position embeddings are resampled if need be; its weights in
    /// single precision, those of token layers transposed.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A side of the images is no multiple of the patch.</exception>
    public override GraphValue Describe(InferenceGraph graph, GraphValue images)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(graph);
        if (graph is not { Height: { } height, Width: { } width })
        {
            throw new NotSupportedException(
                $"A {nameof(VisionTransformerEncoder)} cannot be exported for images of any size, because its position embeddings are a table "
                + $"for one: give the height and the width, such as {ImageSize} x {ImageSize}.");
        }

        CheckSides(height, width, nameof(graph));
        ModuleNames names = new(this);
        (int rows, int columns) = (height / PatchSize, width / PatchSize);
        GraphValue tokens = patch_embed.Describe(graph, images, names);
        // A token of zeros in front, which becomes the class token with its row of the table below.
        if (Prefix > 0)
            tokens = graph.Operation("Pad", [tokens, graph.Integers(0, Prefix, 0, 0, 0, 0)]);
        long[] shape = [1, Prefix + rows * columns, FeatureDimension];
        tokens = graph.Add(tokens, graph.Weight(nameof(pos_embed), shape, () => Positions(rows, columns))); // [N, T, F]
        foreach (TransformerBlock block in blocks.children().Cast<TransformerBlock>())
            tokens = block.Describe(graph, tokens, names);
        GraphValue pooled = norm is null ? graph.Mean(tokens, axis: 1) : graph.Operation(
            "Gather", [tokens, graph.Integers(0)], new GraphAttribute("axis", 1));
        GraphValue features = TransformerBlock.DescribeNorm(norm ?? fc_norm!, graph, pooled, names);
        return norm is null ? features : graph.Reshape(features, 0, FeatureDimension); // [N, F]
    }

    // What is added to the tokens: [1, T, F], with the class token in the first row if there is one.
    private Tensor Positions(int rows, int columns)
    {
        Tensor table = PositionEmbedding.For(pos_embed, Prefix, rows, columns);
        return cls_token is null ? table : cat([table.narrow(1, 0, 1).add(cls_token, Scalars.One), table.narrow(1, 1, table.shape[1] - 1)], 1);
    }

    private void CheckSides(long height, long width, string parameter)
    {
        if (height < PatchSize || height % PatchSize != 0 || width < PatchSize || width % PatchSize != 0)
        {
            throw new ArgumentException(
                $"Expected images whose sides are multiples of the patch size, {PatchSize}, found {height} x {width}.", parameter);
        }
    }
}
