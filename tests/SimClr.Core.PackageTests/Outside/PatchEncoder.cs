using SimClr.Core;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using static TorchSharp.torch;

namespace Outside;

/// <summary>Each patch goes through the same layer; the mean over the patches is the representation.</summary>
internal sealed class PatchEncoder : Encoder
{
    private readonly nn.Module<Tensor, Tensor> layers;

    public PatchEncoder(int channels, int patch, int features, long seed) : base(nameof(PatchEncoder), channels, features)
    {
        random.manual_seed(seed);
        layers = nn.Sequential(nn.Conv2d(channels, features, patch, stride: patch), nn.GELU(), nn.AdaptiveAvgPool2d(1), nn.Flatten());
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        CheckImages(input);
        return layers.call(input); // [N, F]
    }
}

internal static class PatchEncoderRun
{
    public static void Train(string file)
    {
        using SimClrPipeline simclr = SmallRun.Builder().UseEncoder(run => new PatchEncoder(3, 4, 16, run.Seed)).Build();
        simclr.Train();
        SmallRun.Print("features", simclr.Extract(SmallRun.Images).Dimension);
        simclr.Encoder.SaveWeights(file);
        using PatchEncoder other = new(3, 4, 16, seed: 1);
        SmallRun.Print("moved", SmallRun.Difference(simclr.Encoder, other));
        other.LoadWeights(file);
        SmallRun.Print("after loading", SmallRun.Difference(simclr.Encoder, other));
    }
}
