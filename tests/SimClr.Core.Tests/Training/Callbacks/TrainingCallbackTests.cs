using Microsoft.Extensions.Logging;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Callbacks;

/// <summary>When the hooks are called, and what can be done in them.</summary>
public sealed class TrainingCallbackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_EveryHook_IsCalledInOrder()
    {
        Recorder recorder = new();
        new Session { Callbacks = [recorder], Options = new() { Epochs = 1, BatchSize = 13, Workers = 1 } }.Train();
        recorder.Calls.Should().Equal(
            "started 0", "update 0", "step 1", "completed 1", "update 1", "step 2", "epoch 2", "completed 2", "ended 2");
    }

    [Fact]
    public void Train_Callbacks_SeeTheRun()
    {
        List<string> seen = [];
        Recorder recorder = new()
        {
            Act = (hook, run) => seen.Add(
                $"{hook}: epoch {run.Epoch} of {run.Epochs}, step {run.Step} of {run.TotalSteps}, {run.StepsPerEpoch} an epoch, "
                + $"{run.BatchSize} images of {run.Views} views, loss {(run.Loss is null ? "none" : "there")}, report {run.Report?.Step}"),
        };
        new Session { Callbacks = [recorder], Options = new() { Epochs = 2, BatchSize = 26, Workers = 1, LogEverySteps = 2 } }.Train();
        seen[1].Should().Be("update: epoch 1 of 2, step 0 of 2, 1 an epoch, 26 images of 2 views, loss there, report ");
        seen[^2].Should().Be("completed: epoch 2 of 2, step 2 of 2, 1 an epoch, 26 images of 2 views, loss none, report 2");
    }

    [Fact]
    public void LearningRate_SetBeforeAnUpdate_HoldsForItAndAllGroupsInProportion()
    {
        List<double> rates = [];
        Recorder halved = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "update" && run.Step == 1)
                    run.LearningRate = 0.002;
                if (hook == "step")
                    rates.AddRange(run.Optimizer.ParamGroups.Select(group => group.LearningRate));
            },
        };
        Session session = new() { Optimizer = "groups", Schedule = new SimClr.Core.Optimization.ConstantSchedule(0.01), Options = new() { Epochs = 1, BatchSize = 8, Workers = 1 } };
        (TrainingResult result, float[] weights) = (session with { Callbacks = [halved] }).Train();
        rates.Should().BeEquivalentTo([0.01, 0.3, 0.002, 0.06, 0.01, 0.3], options => options.WithStrictOrdering().Using<double>(pair => pair.Subject.Should().BeApproximately(pair.Expectation, 1e-12)).WhenTypeIs<double>());
        weights.Should().NotEqual(session.Train().Weights);
        result.Epochs[0].LearningRate.Should().Be(0.01);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void LearningRate_OutOfRange_IsRefused(double rate)
    {
        Recorder recorder = new() { Act = (hook, run) => _ = hook == "update" ? run.LearningRate = rate : 0 };
        new Session { Callbacks = [recorder] }.Invoking(session => session.Train()).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Stop_InAHook_EndsTheRunAfterThatStepWithACheckpointAndItsReason()
    {
        Messages log = new();
        Recorder stopping = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "step" && run.Step == 4)
                    run.Stop("enough");
            },
        };
        Session session = new() { Callbacks = [stopping], Checkpoints = Checkpoints(), Logger = log };
        TrainingResult result = session.Train().Result;
        (result.Steps, result.Canceled, result.StopReason).Should().Be((4L, false, "enough"));
        log.All.Should().Contain((LogLevel.Information, "Stopped after step 4 of 12: enough; a checkpoint of it is saved"));
        (session with { Callbacks = [] }).Train().Weights.Should().Equal(new Session().Train().Weights, "the rest of the run follows from the checkpoint");
    }

    [Fact]
    public void SaveCheckpoint_InAHook_SavesAtTheEndOfThatStep()
    {
        Recorder saving = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "update" && run.Step == 4)
                    run.SaveCheckpoint();
            },
        };
        new Session { Callbacks = [saving], Checkpoints = Checkpoints() }.Train();
        Files().Should().Equal(3, 5, 6, 9, 12);
        new Session { Callbacks = [saving] }.Invoking(session => session.Train())
            .Should().Throw<InvalidOperationException>().WithMessage("This run saves no checkpoints*");
    }

    [Theory]
    [InlineData("step")]
    [InlineData("epoch")]
    [InlineData("completed")]
    public void Train_CallbackFails_SavesTheStepTellsTheOthersAndResumesFromThere(string where)
    {
        float[] expected = new Session().Train().Weights;
        Messages log = new();
        bool fails = true;
        Recorder failing = new()
        {
            Act = (hook, run) =>
            {
                if (fails && hook == where && run.Step == 6)
                    throw new InvalidOperationException("a mistake");
            },
        };
        Recorder other = new();
        CheckpointOptions checkpoints = Checkpoints();
        checkpoints.EveryEpochs = 100;
        Session session = new() { Callbacks = [failing, other], Checkpoints = checkpoints, Logger = log };

        session.Invoking(it => it.Train()).Should().Throw<InvalidOperationException>().WithMessage("a mistake");

        Files().Should().Equal(6);
        other.Failure.Should().BeOfType<InvalidOperationException>();
        failing.Failure.Should().BeNull("it knows");
        log.All.Should().Contain((LogLevel.Error, "Recorder failed after step 6 of 12, which ends the training; a checkpoint of it is saved"));
        fails = false;
        (TrainingResult result, float[] weights) = session.Train();
        weights.Should().Equal(expected);
        result.Epochs.Should().HaveCount(4);
    }

    [Fact]
    public void Train_CallbackFailsBeforeTheUpdate_SavesNothing()
    {
        Recorder failing = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "update" && run.Step == 5)
                    throw new InvalidOperationException("a mistake");
            },
        };
        new Session { Callbacks = [failing], Checkpoints = Checkpoints() }.Invoking(session => session.Train()).Should().Throw<InvalidOperationException>();
        Files().Should().Equal(3);
    }

    [Fact]
    public void Train_CallbackThatOnlyLooks_LeavesTheBits()
        => new Session { Callbacks = [new Recorder()] }.Train().Weights.Should().Equal(new Session().Train().Weights);

    [Fact]
    public void Train_TensorsThatHooksLeave_AreDisposed()
    {
        List<Tensor> made = [];
        Recorder recorder = new() { Act = (_, _) => made.Add(zeros(1)) };
        new Session { Callbacks = [recorder], Options = new() { Epochs = 1, BatchSize = 13, Workers = 1 } }.Train();
        made.Should().HaveSameCount(recorder.Calls).And.OnlyContain(tensor => tensor.IsInvalid);
    }

    [Fact]
    public void Train_TensorsThatAFailedRunsHooksLeave_AreDisposed()
    {
        List<Tensor> made = [];
        Recorder failing = new() { Act = (hook, _) => made.Add(hook == "step" ? throw new InvalidOperationException() : zeros(1)) };
        Recorder other = new() { Act = (_, _) => made.Add(zeros(1)) };
        new Session { Callbacks = [failing, other] }.Invoking(session => session.Train()).Should().Throw<InvalidOperationException>();
        other.Calls[^1].Should().StartWith("failed");
        made.Should().HaveCount(5).And.OnlyContain(tensor => tensor.IsInvalid);
    }

    private CheckpointOptions Checkpoints() => new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent, Keep = 10 };

    private IEnumerable<int> Files() => Directory.EnumerateFiles(_folder.At("run"), "*.safetensors")
        .Select(file => int.Parse(Path.GetFileNameWithoutExtension(file).Split('-')[1], System.Globalization.CultureInfo.InvariantCulture))
        .Order();
}
