using SimClr.Core.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SimClr.Core.Tests.Evaluation;

/// <summary>Convolution, batch norm, dropout, global average pooling: everything that the mode can change.</summary>
internal sealed class SmallEncoder : Encoder
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;
    private readonly Dropout dropout;

    public SmallEncoder(int inputChannels = 3, int featureDimension = 8)
        : base(nameof(SmallEncoder), inputChannels, featureDimension)
    {
        random.manual_seed(5);
        conv = Conv2d(inputChannels, featureDimension, 3, padding: 1);
        bn = BatchNorm2d(featureDimension);
        dropout = Dropout(0.5);
        RegisterComponents();
    }

    public BatchNorm2d BatchNorm => bn;

    public override Tensor forward(Tensor images)
        => dropout.call(bn.call(conv.call(images)).relu().mean([2, 3]));    // [N, C, H, W] -> [N, F]
}
