using SimClr.Core.Losses;
using SimClr.Core.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Conventions;

/// <summary>Parts as users write them.</summary>
internal static class OwnParts
{
    public sealed class Gain : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter gain;
        private readonly Tensor offset;

        public Gain(int features)
            : base(nameof(Gain))
        {
            (gain, offset) = (new Parameter(ones(features)), zeros(features));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input * gain + offset;
    }

    public sealed class OwnEncoder : Encoder
    {
        private readonly Gain gain;
        private readonly Parameter weight;

        public OwnEncoder()
            : base(nameof(OwnEncoder), inputChannels: 3, featureDimension: 192)
        {
            (gain, weight) = (new Gain(192), new Parameter(ones(192)));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            CheckImages(input);
            return gain.call(input.flatten(1)) * weight;
        }
    }

    public sealed class OwnHead : ProjectionHead
    {
        private readonly Parameter weight;

        public OwnHead()
            : base(nameof(OwnHead), inputDimension: 192, outputDimension: 192)
        {
            weight = new Parameter(ones(192));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input * weight;
    }

    public sealed class OwnLoss : ContrastiveLoss
    {
        private readonly Parameter scale;

        public OwnLoss()
            : base(nameof(OwnLoss))
        {
            scale = new Parameter(ones(1));
            RegisterComponents();
        }

        public override Tensor forward(EmbeddingBatch input) => (input.Values * scale).sum();
    }
}
