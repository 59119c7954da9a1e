using SimClr.Core.Models;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

/// <summary>A vision transformer with one block and a class token, in loops over numbers.</summary>
internal sealed class NaiveVisionTransformer(VisionTransformerEncoder encoder, int heads, int patch)
{
    private readonly Dictionary<string, Tensor> _state = encoder.state_dict();

    private int Width => encoder.FeatureDimension;

    /// <summary>The features of an image [C, H, W].</summary>
    public double[] Features(Tensor image)
    {
        List<double[]> tokens = [Numbers("cls_token"), .. Patches(image).Select(pixels => Dense(pixels, "patch_embed.proj"))];
        double[] positions = Numbers("pos_embed");
        for (int token = 0; token < tokens.Count; token++)
            tokens[token] = [.. tokens[token].Select((value, at) => value + positions[(token * Width) + at])];
        double[][] attended = Attention([.. tokens.Select(token => Norm(token, "blocks.0.norm1"))]);
        for (int token = 0; token < tokens.Count; token++)
        {
            double[] sum = Sum(tokens[token], attended[token]);
            double[] hidden = [.. Dense(Norm(sum, "blocks.0.norm2"), "blocks.0.mlp.fc1").Select(Gelu)];
            tokens[token] = Sum(sum, Dense(hidden, "blocks.0.mlp.fc2"));
        }

        return Norm(tokens[0], "norm");
    }

    private IEnumerable<double[]> Patches(Tensor image)
    {
        (long channels, long rows, long columns) = (image.shape[0], image.shape[1] / patch, image.shape[2] / patch);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                List<double> pixels = [];
                for (int channel = 0; channel < channels; channel++)
                    for (int y = 0; y < patch; y++)
                        for (int x = 0; x < patch; x++)
                            pixels.Add(image[channel, (row * patch) + y, (column * patch) + x].item<double>());
                yield return [.. pixels];
            }
        }
    }

    private double[][] Attention(double[][] tokens)
    {
        double[][] all = [.. tokens.Select(token => Dense(token, "blocks.0.attn.qkv"))];
        int length = Width / heads;
        double[][] mixed = [.. tokens.Select(_ => new double[Width])];
        for (int head = 0; head < heads; head++)
        {
            for (int query = 0; query < tokens.Length; query++)
            {
                double[] weights = new double[tokens.Length];
                for (int key = 0; key < tokens.Length; key++)
                {
                    double dot = 0;
                    for (int at = head * length; at < (head + 1) * length; at++)
                        dot += all[query][at] * all[key][Width + at];
                    weights[key] = Math.Exp(dot / Math.Sqrt(length));
                }

                for (int key = 0; key < tokens.Length; key++)
                    for (int at = head * length; at < (head + 1) * length; at++)
                        mixed[query][at] += weights[key] / weights.Sum() * all[key][(2 * Width) + at];
            }
        }

        return [.. mixed.Select(token => Dense(token, "blocks.0.attn.proj"))];
    }

    private double[] Dense(double[] input, string layer)
    {
        (double[] weight, double[] output) = (Numbers($"{layer}.weight"), Numbers($"{layer}.bias"));
        for (int row = 0; row < output.Length; row++)
            for (int at = 0; at < input.Length; at++)
                output[row] += weight[(row * input.Length) + at] * input[at];
        return output;
    }

    private double[] Norm(double[] input, string layer)
    {
        (double[] scale, double[] shift) = (Numbers($"{layer}.weight"), Numbers($"{layer}.bias"));
        double mean = input.Average();
        double deviation = Math.Sqrt(input.Average(value => (value - mean) * (value - mean)) + 1e-6);
        return [.. input.Select((value, at) => ((value - mean) / deviation * scale[at]) + shift[at])];
    }

    private static double[] Sum(double[] left, double[] right) => [.. left.Zip(right, (a, b) => a + b)];

    // By the error function's integral, Simpson's rule: .NET has no erf.
    private static double Gelu(double x)
    {
        const int steps = 2000;
        double width = x / Math.Sqrt(2) / steps;
        double sum = 0;
        for (int step = 0; step <= steps; step++)
        {
            double at = step * width;
            sum += Math.Exp(-at * at) * (step is 0 or steps ? 1 : step % 2 == 1 ? 4 : 2);
        }

        return x * (1 + (2 / Math.Sqrt(Math.PI) * sum * width / 3)) / 2;
    }

    private double[] Numbers(string name)
    {
        using Tensor values = _state[name].detach().contiguous();
        return values.data<double>().ToArray();
    }
}
