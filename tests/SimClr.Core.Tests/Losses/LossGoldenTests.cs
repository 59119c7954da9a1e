using System.Text.Json;
using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>SupCon and DCL against PyTorch; Golden/losses.py made the values.</summary>
public sealed class LossGoldenTests
{
    private const int Images = 7;
    private const int Dimension = 5;

    private static readonly long[] Labels = [0, 1, 0, 3, 1, 0, 2];

    public static TheoryData<string, int, double, double, double[]> Cases()
    {
        TheoryData<string, int, double, double, double[]> cases = [];
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "losses.json")));
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            cases.Add(
                item.GetProperty("loss").GetString()!,
                item.GetProperty("views").GetInt32(),
                item.GetProperty("temperature").GetDouble(),
                item.GetProperty("value").GetDouble(),
                item.GetProperty("gradient").Deserialize<double[]>()!);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Call_Double_EqualsPyTorch(string name, int views, double temperature, double expected, double[] gradient)
    {
        using Tensor z = Input(views).requires_grad_();
        using ContrastiveLoss loss = name == "dcl" ? new DclLoss(temperature) : new SupConLoss(temperature);

        using Tensor value = loss.call(new EmbeddingBatch(z, views, tensor(Labels)));
        value.backward();

        value.item<double>().Should().BeApproximately(
            expected, 2 * LossBounds.Value(ScalarType.Float64, views * Images, Dimension, temperature, expected));
        EmbeddingTensors.RelativeError(z.grad!.Flat(), gradient)
            .Should().BeLessThan(2 * LossBounds.Gradient(ScalarType.Float64, views * Images, Dimension, temperature));
    }

    private static Tensor Input(int views)
    {
        IEnumerable<double> values =
            from view in Enumerable.Range(0, views)
            from row in Enumerable.Range(0, Images)
            from column in Enumerable.Range(0, Dimension)
            select Math.Sin(1.7 * row + 2.3 * column * column + 0.9 * view) + 0.1 * column;
        return tensor(values.ToArray(), [views * Images, Dimension]);
    }
}
