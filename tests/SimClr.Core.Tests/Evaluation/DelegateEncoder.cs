using SimClr.Core.Models;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation;

/// <summary>An encoder that does what the test says.</summary>
internal sealed class DelegateEncoder : Encoder
{
    private readonly Func<Tensor, Tensor> _forward;

    public DelegateEncoder(int inputChannels, int featureDimension, Func<Tensor, Tensor> forward)
        : base(nameof(DelegateEncoder), inputChannels, featureDimension)
        => _forward = forward;

    public override Tensor forward(Tensor images) => _forward(images);
}
