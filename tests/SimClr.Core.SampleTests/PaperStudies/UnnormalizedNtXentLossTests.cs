using SimClr.Core.Losses;
using SimClr.Core.Samples.PaperStudies.Cells;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.SampleTests.PaperStudies;

public sealed class UnnormalizedNtXentLossTests
{
    [Fact]
    public void Call_AgreesWithANaiveLoop()
    {
        using DisposeScope scope = NewDisposeScope();
        const double temperature = 10;
        const int images = 5, dimension = 3;
        using Generator generator = new(4, CPU);
        Tensor z = randn([2 * images, dimension], ScalarType.Float64, generator: generator).mul(3);

        double loss = new UnnormalizedNtXentLoss(temperature).call(new EmbeddingBatch(z, 2)).item<double>();

        double expected = 0;
        for (int anchor = 0; anchor < 2 * images; anchor++)
        {
            int positive = (anchor + images) % (2 * images);
            double all = Enumerable.Range(0, 2 * images).Where(other => other != anchor).Sum(other => Math.Exp(Dot(z, anchor, other) / temperature));
            expected -= (Dot(z, anchor, positive) / temperature - Math.Log(all)) / (2 * images);
        }

        loss.Should().BeApproximately(expected, 1e-12);
    }

    private static double Dot(Tensor z, int first, int second) => z[first].dot(z[second]).item<double>();
}
