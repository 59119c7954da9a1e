using CsCheck;
using SimClr.Core.Samples.Cifar10;

namespace SimClr.Core.SampleTests.Cifar10;

public sealed class RunTimesTests
{
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private static readonly Gen<RunTimes> Times =
        from spent in Gen.Double[0, 600]
        from step in Gen.Double[0.05, 60]
        from steps in Gen.Int[1, 500]
        from monitor in Gen.Double[0, 60]
        from evaluation in Gen.Double[0, 600]
        select new RunTimes(Seconds(spent), Seconds(step), steps, Seconds(monitor), Seconds(evaluation));

    private static readonly Gen<TimeSpan> Budgets = Gen.Double[0.1, 600].Select(TimeSpan.FromMinutes);

    [Fact]
    public void EpochsIn_RoundNumbers_LeavesRoomForEverything()
    {
        RunTimes times = new(Seconds(100), Seconds(0.2), 200, Seconds(2), Seconds(64));

        times.Epoch.Should().Be(Seconds(40));
        times.KnnEveryEpochs.Should().Be(3, "2 s are 2 % of 100 s");
        times.EpochsIn(TimeSpan.FromMinutes(30)).Should().Be(39, "1764 - 164 s are left, and 39 epochs with 13 kNN accuracies take 1586 s");
        times.Total(39).Should().Be(Seconds(1750));
    }

    [Fact]
    public void EpochsIn_AnyTimes_AreAsManyAsFit()
        => Gen.Select(Times, Budgets).Sample((times, budget) =>
        {
            TimeSpan end = budget * (1 - RunTimes.Reserve) + Rounding;
            int epochs = times.EpochsIn(budget);
            return (epochs == 0 || times.Total(epochs) <= end) && times.Total(epochs + 1) + Rounding + Rounding > end;
        });

    [Fact]
    public void EpochsIn_MoreTime_AreNotFewer()
        => Gen.Select(Times, Budgets, Gen.Double[1, 3])
            .Sample((times, budget, factor) => times.EpochsIn(budget * factor) >= times.EpochsIn(budget));

    [Fact]
    public void KnnEveryEpochs_AnyTimes_CostTheirShareButNotMuchLess()
        => Times.Sample(times =>
        {
            TimeSpan allowed = times.Epoch * times.KnnEveryEpochs * RunTimes.MonitorShare + Rounding;
            TimeSpan allowedOneEarlier = times.Epoch * (times.KnnEveryEpochs - 1) * RunTimes.MonitorShare;
            return times.Monitor <= allowed && (times.KnnEveryEpochs == 1 || times.Monitor + Rounding > allowedOneEarlier);
        });

    [Fact]
    public void LeastMinutes_AnyTimes_AreTheFirstWithAnEpoch()
        => Times.Sample(times =>
        {
            int minutes = times.LeastMinutes();
            return times.EpochsIn(TimeSpan.FromMinutes(minutes) + Rounding) >= 1
                && times.EpochsIn(TimeSpan.FromMinutes(minutes - 1) - Rounding) == 0;
        });

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
