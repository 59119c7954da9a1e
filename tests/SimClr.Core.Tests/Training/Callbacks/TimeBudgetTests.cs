using SimClr.Core.Optimization;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Distributed;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Core.Tests.Training.Callbacks;

public sealed class TimeBudgetTests : IDisposable
{
    private const double Peak = 8;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<StepRevision[], long> Plans => new()
    {
        { [], 12 },
        { [new(2, 7)], 7 }, // amid an epoch
        { [new(4, 29)], 29 }, // beyond the epochs that were planned
        { [new(1, 100), new(3, 6), new(5, 20)], 20 },
        { [new(4, 4)], 4 }, // at once
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void Repeat_Plan_TrainsSoManyStepsAndComesToTheEndOfTheSchedule(StepRevision[] plan, long steps)
    {
        List<double> rates = [];
        Recorder recorder = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "update")
                    rates.Add(run.LearningRate);
            },
        };
        (TrainingResult result, _) = new Session { Callbacks = [recorder, TimeBudget.Repeat(plan)] }.Train();
        result.Should().Match<TrainingResult>(run => run.Steps == steps && !run.Canceled && run.StopReason == null);
        rates.Should().Equal(Enumerable.Range(0, (int)steps).Select(step => Rate(plan, step)), (rate, expected) => Math.Abs(rate - expected) < 1e-12 * Peak);
    }

    [Fact]
    public void Repeat_LongerThanPlanned_SeesWhatALongerRunSees()
    {
        Session session = new() { Schedule = new ConstantSchedule(Peak) };
        TimeBudget budget = TimeBudget.Repeat([new StepRevision(4, 21)]);
        float[] longer = (session with { Options = new() { Epochs = 7, BatchSize = 8, Seed = 1, Workers = 1 } }).Train().Weights;
        (session with { Callbacks = [budget] }).Train().Weights.Should().Equal(longer);
        budget.Revisions.Should().Equal(new StepRevision(4, 21));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(13)]
    [InlineData(17)]
    public void Repeat_Interrupted_GoesOnExactly(int after)
    {
        StepRevision[] plan = [new(3, 30), new(9, 14), new(13, 17)];
        Session session = new() { Checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent } };
        using CancellationTokenSource stop = new();
        Recorder interruption = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "completed" && run.Step == after)
                    stop.Cancel();
            },
        };
        (session with { Callbacks = [TimeBudget.Repeat(plan), interruption] }).Train(stop.Token).Result.Steps.Should().Be(after);

        TimeBudget budget = TimeBudget.Repeat(plan);
        (TrainingResult result, float[] weights) = (session with { Callbacks = [budget] }).Train();

        result.Steps.Should().Be(17);
        budget.Revisions.Should().Equal(plan);
        weights.Should().Equal(new Session { Callbacks = [TimeBudget.Repeat(plan)] }.Train().Weights);
    }

    [Fact]
    public void Time_OfALongRun_EndsItAndCanBeRepeated()
    {
        Session session = new() { Options = new() { Epochs = 1_000_000, BatchSize = 8, Seed = 1, Workers = 1 } };
        TimeBudget budget = new(TimeSpan.FromSeconds(0.3));
        List<TrainingProgress> reports = [];

        (TrainingResult result, float[] weights) = (session with { Callbacks = [budget], Progress = new Callback(reports.Add) }).Train();

        result.Should().Match<TrainingResult>(run => run.Steps < 3_000_000 && !run.Canceled && run.StopReason == null);
        budget.Revisions[^1].TotalSteps.Should().Be(result.Steps);
        reports[^1].Should().Match<TrainingProgress>(last => last.Step <= result.Steps && last.Epochs < 1_000_000);
        (TrainingResult again, float[] same) = (session with { Callbacks = [TimeBudget.Repeat(budget.Revisions)] }).Train();
        again.Steps.Should().Be(result.Steps);
        same.Should().Equal(weights);
    }

    [Fact]
    public void Time_OfAShortRun_LengthensIt()
    {
        TimeBudget budget = new(TimeSpan.FromSeconds(0.5));
        double greatest = 0;
        Recorder recorder = new()
        {
            Act = (hook, run) => greatest = hook == "update" && run.Step > 3 ? Math.Max(greatest, run.LearningRate) : greatest,
        };
        Session session = new() { Options = new() { Epochs = 1, BatchSize = 8, Seed = 1, Workers = 1 }, Callbacks = [recorder, budget] };
        session.Train().Result.Steps.Should().Be(budget.Revisions[^1].TotalSteps);
        greatest.Should().BePositive("it was lengthened before its learning rate had come to its end");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Time_OfAPlanThatEndsWithTheFirstSteps_IsUsed(int steps)
    {
        TimeBudget budget = new(TimeSpan.FromSeconds(0.5));
        Session session = new() { Options = new() { Epochs = steps, BatchSize = 26, Seed = 1, Workers = 1 }, Callbacks = [budget] };
        session.Train().Result.Steps.Should().BeGreaterThan(steps);
    }

    [Fact]
    public void Time_PassedBefore_EndsTheRunThatIsResumed()
    {
        Session session = new() { Checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent } };
        (session with { Callbacks = [new TimeBudget(TimeSpan.FromTicks(1))] }).Train().Result.Steps.Should().Be(2, "a last step follows the one in which the time has passed");
        (session with { Callbacks = [new TimeBudget(TimeSpan.FromTicks(1))] }).Train().Result.Steps.Should().Be(2);
    }

    [Fact]
    public void Time_OverRanks_IsTheFirstOnes()
    {
        TimeBudget[] budgets = [new(TimeSpan.FromSeconds(0.3)), new(TimeSpan.FromDays(1))];
        DistributedRun run = new() { Options = new() { Epochs = 100_000, BatchSize = 8, Workers = 1 }, Callback = ranks => budgets[ranks.Rank] };
        DistributedRun.Outcome[] all = run.Train(2);
        all[1].Result.Steps.Should().Be(all[0].Result.Steps);
        all[1].Weights.Should().Equal(all[0].Weights);
        budgets[1].Revisions.Should().Equal(budgets[0].Revisions);
    }

    [Fact]
    public void Arguments_OutOfRange_AreRefused()
    {
        FluentActions.Invoking(() => new TimeBudget(TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => TimeBudget.Repeat([new(3, 2)])).Should().Throw<ArgumentException>().WithMessage("*step 3 of 2*");
        FluentActions.Invoking(() => TimeBudget.Repeat([new(0, 2)])).Should().Throw<ArgumentException>().WithMessage("*step 0 of 2*");
        FluentActions.Invoking(() => TimeBudget.Repeat([new(3, 9), new(3, 8)])).Should().Throw<ArgumentException>().WithMessage("*several for step 3*");
        FluentActions.Invoking(() => TimeBudget.Repeat([.. Enumerable.Range(1, 257).Select(step => new StepRevision(step, 1000))]))
            .Should().Throw<ArgumentException>().WithMessage("Expected at most 256 revisions, found 257.*");
        Recorder within = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "update")
                    run.PlanSteps(5);
            },
        };
        FluentActions.Invoking(() => new Session { Callbacks = [within] }.Train()).Should().Throw<InvalidOperationException>();
        Recorder endless = new() { Act = (_, run) => run.PlanSteps(long.MaxValue) };
        FluentActions.Invoking(() => new Session { Callbacks = [endless] }.Train()).Should().Throw<ArgumentOutOfRangeException>();
        Recorder early = new() { Act = (_, run) => run.PlanSteps(run.Step - 1) };
        FluentActions.Invoking(() => new Session { Callbacks = [early] }.Train()).Should().Throw<ArgumentOutOfRangeException>();
    }

    // The default schedule of twelve steps, read at where the run is: a naive walk, step by step.
    private static double Rate(StepRevision[] plan, int step)
    {
        const int planned = 12;
        long total = planned;
        double place = 0;
        for (int done = 0; done < step; done++)
        {
            place += (planned - place) / (total - done);
            total = plan.Where(revision => revision.Step == done + 1).Select(revision => revision.TotalSteps).LastOrDefault(total);
        }

        TrainingOptions options = new() { Epochs = 4 };
        long warmup = (long)Math.Round(options.EffectiveWarmupEpochs * Session.StepsPerEpoch);
        // A place that is a step of the schedule but for rounding is that step.
        return new WarmupCosineSchedule(Peak, warmup, planned).LearningRateAt((long)Math.Floor(place + 1e-9));
    }
}
