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
    public void TrainingIn_RoundNumbers_LeavesRoomForEverything()
    {
        RunTimes times = new(Seconds(100), Seconds(0.2), 200, Seconds(2), Seconds(64));

        times.Epoch.Should().Be(Seconds(40));
        times.KnnEveryEpochs.Should().Be(3, "2 s are 2 % of 100 s");
        times.TrainingIn(TimeSpan.FromMinutes(30)).Should().Be(Seconds(1600), "164 s of 1764 s are for other things");
        times.EpochsIn(Seconds(1600)).Should().Be(40, "39 epochs with 13 kNN accuracies take 1586 s");
        times.Training(39).Should().Be(Seconds(1586));
    }

    [Fact]
    public void EpochsIn_AnyTimes_AreThoseThatBegin()
        => Gen.Select(Times, Budgets).Sample((times, training) =>
        {
            int epochs = times.EpochsIn(training);
            TimeSpan one = times.Epoch + times.Monitor / times.KnnEveryEpochs;
            return epochs == 1 || (one * (epochs - 1) < training + Rounding && one * epochs > training - Rounding);
        });

    [Fact]
    public void KnnEveryEpochs_AnyTimes_CostTheirShareButNotMuchLess()
        => Times.Sample(times =>
        {
            TimeSpan allowed = times.Epoch * times.KnnEveryEpochs * RunTimes.MonitorShare + Rounding;
            TimeSpan allowedOneEarlier = times.Epoch * (times.KnnEveryEpochs - 1) * RunTimes.MonitorShare;
            return times.Monitor <= allowed && (times.KnnEveryEpochs == 1 || times.Monitor + Rounding > allowedOneEarlier);
        });

    [Fact]
    public void LeastMinutes_AnyTimes_AreTheFirstWithTheFewestSteps()
        => Times.Sample(times =>
        {
            int minutes = times.LeastMinutes();
            return times.TrainingIn(TimeSpan.FromMinutes(minutes) + Rounding) >= times.LeastTraining
                && times.TrainingIn(TimeSpan.FromMinutes(minutes - 1) - Rounding) < times.LeastTraining;
        });

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
