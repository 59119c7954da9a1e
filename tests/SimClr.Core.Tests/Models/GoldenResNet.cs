using SimClr.Core.Models;
using SimClr.Core.Tests.Golden;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

/// <summary>The weights, the image and the features of Golden/resnet.py.</summary>
internal static class GoldenResNet
{
    /// <summary>The image [1, 3, 80, 64].</summary>
    public static Tensor Image() => sin(0.11 * arange(3 * 80 * 64, ScalarType.Float64)).reshape(1, 3, 80, 64);

    /// <summary>The first 16 features that torchvision's network has of the image.</summary>
    public static double[] Features(ResNetDepth depth)
        => [.. GoldenFile.Rows("resnet-outputs.txt").Where(row => row[0] == $"{(int)depth}").Select(row => GoldenFile.Number(row[1]))];

    /// <summary>Gives an encoder of any width other weights and statistics than a new one has.</summary>
    /// <param name="encoder">The encoder, of any width.</param>
    /// <param name="kernels">False leaves the convolutions as they are.</param>
    public static void Fill(ResNetEncoder encoder, bool kernels = true)
    {
        string depth = $"{(int)encoder.Depth}";
        Fill(encoder, [.. GoldenFile.Rows("resnet-state-dict.txt").Where(row => row[0] == depth).Select(row => row[1])], kernels);
    }

    /// <summary>The same for a network whose entries have these names, in this order.</summary>
    public static void Fill(nn.Module encoder, IReadOnlyList<string> names, bool kernels = true)
    {
        using IDisposable noGrad = no_grad();
        Dictionary<string, Tensor> state = encoder.state_dict();
        for (int index = 0; index < names.Count; index++)
        {
            (string name, Tensor target) = (names[index], state[names[index]]);
            if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal) || (target.Dimensions > 1 && !kernels))
                continue;
            Tensor wave = sin(0.37 * arange(target.numel(), ScalarType.Float64) + index);
            Tensor value = target.Dimensions > 1 ? wave * Math.Sqrt(2.0 / target[0].numel())
                : name.EndsWith("running_var", StringComparison.Ordinal) ? 1 + 0.5 * wave
                : name.EndsWith("weight", StringComparison.Ordinal) ? 1 + 0.25 * wave
                : 0.1 * wave;
            target.copy_(value.reshape(target.shape));
        }
    }
}
