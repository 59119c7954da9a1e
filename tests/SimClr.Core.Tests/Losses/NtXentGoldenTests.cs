using System.Text.Json;
using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>Against PyTorch's cross entropy and autograd; Golden/nt_xent.py made the values.</summary>
public sealed class NtXentGoldenTests
{
    private const int Pairs = 6;
    private const int Dimension = 5;

    public static TheoryData<double, double, double[], double[]> Cases()
    {
        TheoryData<double, double, double[], double[]> cases = [];
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "nt_xent.json")));
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            cases.Add(
                item.GetProperty("temperature").GetDouble(),
                item.GetProperty("loss").GetDouble(),
                item.GetProperty("gradient1").Deserialize<double[]>()!,
                item.GetProperty("gradient2").Deserialize<double[]>()!);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Call_Double_EqualsPyTorch(double temperature, double expected, double[] gradient1, double[] gradient2)
    {
        using Tensor z1 = Input(0).requires_grad_();
        using Tensor z2 = Input(0.9).requires_grad_();
        using NtXentLoss loss = new(temperature);

        using Tensor value = loss.call(z1, z2);
        value.backward();

        value.item<double>()
            .Should().BeApproximately(expected, 2 * LossBounds.Value(ScalarType.Float64, 2 * Pairs, Dimension, temperature, expected));
        double bound = 2 * LossBounds.Gradient(ScalarType.Float64, 2 * Pairs, Dimension, temperature);
        EmbeddingTensors.RelativeError(z1.grad!.Flat(), gradient1).Should().BeLessThan(bound);
        EmbeddingTensors.RelativeError(z2.grad!.Flat(), gradient2).Should().BeLessThan(bound);
    }

    private static Tensor Input(double offset)
    {
        double[] values = new double[Pairs * Dimension];
        for (int row = 0; row < Pairs; row++)
            for (int column = 0; column < Dimension; column++)
                values[row * Dimension + column] = Math.Sin(1.7 * row + 2.3 * column * column + offset) + 0.1 * column;
        return tensor(values, [Pairs, Dimension]);
    }
}
