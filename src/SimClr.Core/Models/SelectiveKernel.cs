using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using SimClr.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// The selection of a selective-kernel convolution (Li et al. 2019) in SimCLR v2's form: two streams of a 3x3 convolution,
/// [N, 2 C, H, W], become one, [N, C, H, W], with weights for each channel that the streams' averages decide.
/// </summary>
internal sealed class SelectiveKernel : nn.Module<Tensor, Tensor>
{
    /// <summary>Streams that are mixed.</summary>
    public const int Streams = 2;

    private const int NarrowestMiddle = 32;

    private readonly ChannelLayer fc_reduce;
    private readonly BatchNormLayer bn;
    private readonly ChannelLayer fc_select;

    public SelectiveKernel(int channels, double ratio, RandomStream random)
        : base(nameof(SelectiveKernel))
    {
        int middle = Math.Max((int)(channels * ratio), NarrowestMiddle);
        fc_reduce = new ChannelLayer(channels, middle, hasBias: false, random);
        bn = new BatchNormLayer(middle);
        fc_select = new ChannelLayer(middle, Streams * channels, hasBias: false, random);
        RegisterComponents();
    }

    /// <summary>Mixes the streams; a new tensor, owned by the caller.</summary>
    public static Tensor Mix(Tensor streams, Func<Tensor, Tensor> reduce, Func<Tensor, Tensor> select)
    {
        using DisposeScope scope = NewDisposeScope();
        (long images, long channels) = (streams.shape[0], streams.shape[1] / Streams);
        Tensor pooled = ResNetEncoder.Average(streams).view(images, Streams, channels).sum(1); // [N, C]
        Tensor weights = select(reduce(pooled).relu_()).view(images, Streams, channels).softmax(1);
        weights = weights.to_type(streams.dtype).view(images, Streams, channels, 1, 1);
        Tensor mixed = streams.narrow(1, 0, channels) * weights.select(1, 0);
        return mixed.addcmul_(streams.narrow(1, channels, channels), weights.select(1, 1), Scalars.One).MoveToOuterDisposeScope();
    }

    public override Tensor forward(Tensor input) => Mix(input, Reduce, fc_select.call);

    /// <summary>This module with its present weights, for inference; owned by the caller.</summary>
    public FoldedSelectiveKernel Fold() => new(fc_reduce.Fold(bn), fc_select.Fold());

    /// <summary>The operations of <see cref="Mix"/>.</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue streams, ModuleNames names)
    {
        long channels = fc_select.Outputs / Streams;
        IReadOnlyList<GraphValue> each = graph.Split(streams, axis: 1, Streams); // [N, C, H, W] each
        GraphValue pooled = graph.Add(graph.GlobalAverage(each[0]), graph.GlobalAverage(each[1])); // [N, C]
        GraphValue logits = fc_select.Describe(graph, graph.Relu(fc_reduce.Describe(graph, pooled, names, bn)), names); // [N, 2 C]
        GraphValue weights = graph.Softmax(graph.Reshape(logits, 0, Streams, channels), axis: 1);
        GraphValue[] mixed =
        [
            .. graph.Split(weights, axis: 1, Streams) // [N, 1, C] each
                .Zip(each, (weight, stream) => graph.Multiply(stream, graph.Reshape(weight, 0, channels, 1, 1))),
        ];
        return graph.Add(mixed[0], mixed[1]); // [N, C, H, W]
    }

    private Tensor Reduce(Tensor pooled) => bn.call(fc_reduce.call(pooled));
}
