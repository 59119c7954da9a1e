using SimClr.Core.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Optimization;

public sealed class LearningRateTests
{
    [Theory]
    [InlineData(LearningRateScaling.None, 4096, null, 0.3)]
    [InlineData(LearningRateScaling.None, 4096, 0.2, 0.2)]
    [InlineData(LearningRateScaling.Linear, 256, null, 0.3)]
    [InlineData(LearningRateScaling.Linear, 4096, null, 4.8)]
    [InlineData(LearningRateScaling.Linear, 512, 1.0, 2.0)]
    [InlineData(LearningRateScaling.SquareRoot, 256, null, 1.2)]
    [InlineData(LearningRateScaling.SquareRoot, 4096, null, 4.8)]
    [InlineData(LearningRateScaling.SquareRoot, 100, 0.1, 1.0)]
    public void Scale_Rule_GivesThePapersRates(LearningRateScaling scaling, int batchSize, double? rate, double expected)
        => scaling.Scale(batchSize, rate).Should().BeApproximately(expected, 1e-14);

    [Fact]
    public void Scale_ArgumentsOutOfRange_Throws()
    {
        FluentActions.Invoking(() => LearningRateScaling.Linear.Scale(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearningRateScaling.Linear.Scale(1, -1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ((LearningRateScaling)9).Scale(1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.2)]
    [InlineData(9, 1.8)]
    [InlineData(10, 2)]
    [InlineData(60, 1)]
    [InlineData(110, 0)]
    [InlineData(1_000_000, 0)]
    public void LearningRateAt_WarmupThenCosine_FollowsTheClosedForm(long step, double expected)
        => new WarmupCosineSchedule(2, 10, 110).LearningRateAt(step).Should().BeApproximately(expected, 1e-15);

    [Fact]
    public void LearningRateAt_EveryStepAfterWarmup_FallsAndStaysPositiveToTheLast()
    {
        WarmupCosineSchedule schedule = new(2, 10, 110);

        double[] rates = [.. Enumerable.Range(10, 100).Select(step => schedule.LearningRateAt(step))];

        rates.Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
        rates[^1].Should().BeApproximately(1 + Math.Cos(Math.PI * 99 / 100), 1e-15).And.BePositive();
    }

    [Fact]
    public void LearningRateAt_WithoutWarmup_StartsAtThePeak() => new WarmupCosineSchedule(2, 0, 5).LearningRateAt(0).Should().Be(2);

    [Fact]
    public void LearningRateAt_WarmupOnly_EndsAtZero()
    {
        WarmupCosineSchedule schedule = new(2, 4, 4);

        schedule.LearningRateAt(3).Should().Be(1.5);
        schedule.LearningRateAt(4).Should().Be(0);
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 0, 0)]
    public void WarmupCosineSchedule_ArgumentsOutOfRange_Throws(double peak, long warmup, long total)
        => FluentActions.Invoking(() => new WarmupCosineSchedule(peak, warmup, total)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void ConstantSchedule_AnyStep_IsConstant()
    {
        new ConstantSchedule(0.3).LearningRateAt(0).Should().Be(0.3);
        new ConstantSchedule(0.3).LearningRateAt(long.MaxValue).Should().Be(0.3);
        FluentActions.Invoking(() => new ConstantSchedule(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void WarmupCosineSchedule_PeakOfZero_StaysThere()
        => new WarmupCosineSchedule(peakLearningRate: 0, 2, 10).LearningRateAt(2).Should().Be(0);

    [Fact]
    public void Equals_Schedules_AreThoseOfTheSameThreeNumbers()
    {
        WarmupCosineSchedule schedule = new(2, 10, 110);

        schedule.Should().Be(new WarmupCosineSchedule(2, 10, 110));
        schedule.GetHashCode().Should().Be(new WarmupCosineSchedule(2, 10, 110).GetHashCode());
        foreach (LearningRateSchedule other in (LearningRateSchedule[])[new WarmupCosineSchedule(1, 10, 110), new WarmupCosineSchedule(2, 9, 110),
            new WarmupCosineSchedule(2, 10, 109), new ConstantSchedule(2)])
            schedule.Should().NotBe(other);
    }

    [Fact]
    public void EnsureInitialRates_OptimizerThatKnowsThem_LeavesThem()
    {
        using Linear model = nn.Linear(3, 2);
        using SGD optimizer = optim.SGD(model.parameters(), 0.4);
        optim.ILearningRateController group = optimizer.ParamGroups.Single();
        (group.InitialLearningRate, group.LearningRate) = (0.4, 0.1);

        LearningRateSchedule.EnsureInitialRates(optimizer);

        group.InitialLearningRate.Should().Be(0.4);
    }

    [Fact]
    public void EnsureInitialRates_OptimizerThatKnowsNone_TakesThePresentOnes()
    {
        using Linear model = nn.Linear(3, 2);
        using SGD optimizer = optim.SGD(model.parameters(), 0.4);
        optim.ILearningRateController group = optimizer.ParamGroups.Single();
        (group.InitialLearningRate, group.LearningRate) = (0, 0.1);

        LearningRateSchedule.EnsureInitialRates(optimizer);

        group.InitialLearningRate.Should().Be(0.1);
    }

    [Fact]
    public void NesterovRule_MomentumOfZero_IsAProblemOfNesterovAlone()
    {
        NesterovRule.Check(nesterov: true, momentum: 0).Should().ContainSingle()
            .Which.ErrorMessage.Should().Be("Nesterov's form needs a momentum above 0: set a Momentum, or Nesterov to false.");
        NesterovRule.Check(nesterov: true, momentum: 0.9).Should().BeEmpty();
        NesterovRule.Check(nesterov: false, momentum: 0).Should().BeEmpty();
    }

    [Fact]
    public void LearningRateAt_NegativeStep_Throws()
    {
        FluentActions.Invoking(() => new ConstantSchedule(1).LearningRateAt(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new WarmupCosineSchedule(1, 0, 1).LearningRateAt(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Apply_AnyOptimizer_SetsEveryGroup()
    {
        using Linear model = nn.Linear(3, 2);
        using SGD optimizer = optim.SGD(ParameterGroups.Split(model).ForSgd(0.1), 0.1);

        double rate = new WarmupCosineSchedule(2, 10, 110).Apply(optimizer, 5);

        rate.Should().Be(1);
        optimizer.ParamGroups.Should().HaveCount(2).And.AllSatisfy(group => group.LearningRate.Should().Be(1));
    }

    [Theory]
    [InlineData(0.001, 0.1, 0.5, 50)]
    [InlineData(0.1, 0.001, 0.5, 0.005)]
    [InlineData(0.3, 0.3, 0.5, 0.5)]
    [InlineData(0.3, 0, 0.5, 0)]
    public void Apply_GroupsOfDifferentRates_KeepsTheirProportionAtEveryStep(double first, double second, double expectedFirst, double expectedSecond)
    {
        using Sequential model = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 2));
        foreach (optim.Optimizer optimizer in Optimizers(model, first, second))
        {
            using (optimizer)
            {
                for (int step = 0; step < 3; step++)
                    new ConstantSchedule(0.7 + step).Apply(optimizer, step).Should().Be(0.7 + step);

                new ConstantSchedule(0.5).Apply(optimizer, 0).Should().Be(0.5);

                double[] rates = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
                rates[0].Should().Be(expectedFirst);
                rates[1].Should().BeApproximately(expectedSecond, 1e-15 * expectedSecond, optimizer.GetType().Name);
            }
        }
    }

    [Fact]
    public void Apply_FirstGroupMadeWithZero_StaysThereAndTheSecondFollowsTheSchedule()
    {
        using Sequential model = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 2), nn.Linear(2, 2));
        using SGD optimizer = optim.SGD(
            new[] { new SGD.ParamGroup(Parameters(model, 0), 0), new SGD.ParamGroup(Parameters(model, 1), 0.2), new SGD.ParamGroup(Parameters(model, 2), 0.1) }, 1);

        new ConstantSchedule(0.6).Apply(optimizer, 0).Should().Be(0);

        optimizer.ParamGroups.Select(group => group.LearningRate).Should().Equal(0, 0.6, 0.6 * 0.1 / 0.2);
    }

    [Fact]
    public void Apply_AllGroupsMadeWithZero_FollowTheSchedule()
    {
        using Linear model = nn.Linear(3, 2);
        using SGD optimizer = optim.SGD(model.parameters(), 0);
        new ConstantSchedule(0.6).Apply(optimizer, 0).Should().Be(0.6);
        new ConstantSchedule(0.2).Apply(optimizer, 1).Should().Be(0.2);
    }

    private static IEnumerable<Parameter> Parameters(Sequential model, int layer) => model.children().ElementAt(layer).parameters();

    private static IEnumerable<optim.Optimizer> Optimizers(Sequential model, double first, double second)
    {
        (IEnumerable<Parameter> one, IEnumerable<Parameter> other) = (Parameters(model, 0), Parameters(model, 1));
        yield return optim.SGD(new[] { new SGD.ParamGroup(one, first), new SGD.ParamGroup(other, second) }, 9);
        yield return optim.Adam(new[] { new Adam.ParamGroup(one, first), new Adam.ParamGroup(other, second) }, 9);
        yield return optim.AdamW(new[] { new AdamW.ParamGroup(one, first), new AdamW.ParamGroup(other, second) }, 9);
        LarsOptimizer lars = new(ParameterGroups.Split(model), new LarsOptions { LearningRate = first, LearningRateScaling = LearningRateScaling.None });
        lars.ParamGroups.Last().InitialLearningRate = second;
        yield return lars;
    }
}
