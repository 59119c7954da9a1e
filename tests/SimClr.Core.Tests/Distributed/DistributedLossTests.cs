using SimClr.Core.Losses;
using SimClr.Core.Tests.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distributed;

public sealed class DistributedLossTests
{
    // Sums of some hundred terms, each rounded to 53 bits, in another order; near a cold temperature differences weigh 1 / t as much.
    private const double Rounding = 1e-12;

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            TheoryData<string, int, int> data = [];
            foreach (string name in LossCase.All.Keys)
            {
                data.Add(name, 2, 2);
                data.Add(name, 3, 3);
            }

            data.Add("nt-xent", 2, 4);
            data.Add("user's supcon", 2, 4);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyLoss_OverRanks_HasValueAndGradientOfOneProcess(string name, int views, int ranks)
    {
        const int images = 45;
        LossCase loss = LossCase.All[name];
        (double value, double[] gradient) = Evaluate(loss, views, images, null);

        (double Value, double[] Gradient)[] all = ThreadRanks.Run(ranks, collective => Evaluate(loss, views, images, collective), out int exchanges);

        exchanges.Should().BeGreaterThan(0, "the ranks share the work");
        foreach ((double rankValue, double[] rankGradient) in all)
        {
            rankValue.Should().BeApproximately(value, Rounding * Math.Abs(value) * (name.Contains("cold") ? 100 : 1));
            EmbeddingTensors.RelativeError(rankGradient, gradient).Should().BeLessThan(Rounding * (name.Contains("cold") ? 100 : 1));
        }

        all.Skip(1).Should().AllSatisfy(rank => rank.Should().BeEquivalentTo(all[0], options => options.WithStrictOrdering()), "every rank has the same bits");
    }

    [Fact]
    public void ContrastiveAccuracy_OverRanks_IsThatOfOneProcess()
    {
        float expected = Accuracy(null);

        ThreadRanks.Run(3, Accuracy).Should().AllBeEquivalentTo(expected);
        expected.Should().BeInRange(0.1f, 0.9f, "else the test would not see anything");

        static float Accuracy(Core.Distributed.ICollective? collective)
        {
            using DisposeScope scope = NewDisposeScope();
            return ContrastiveAccuracy.Compute(new EmbeddingBatch(EmbeddingTensors.Views(40, 2, 6, likeness: 0.6), 2) { Collective = collective }).ToSingle();
        }
    }

    private static (double Value, double[] Gradient) Evaluate(LossCase loss, int views, int images, Core.Distributed.ICollective? collective)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = EmbeddingTensors.Views(images, views, 7).requires_grad_();
        Tensor? labels = loss.ByLabel ? arange(images, ScalarType.Int64).remainder(5) : null;
        using ContrastiveLoss created = loss.Create();
        Tensor value = created.call(new EmbeddingBatch(z, views, labels) { Collective = collective });
        value.backward();
        return (value.ToDouble(), z.grad!.Flat());
    }
}
