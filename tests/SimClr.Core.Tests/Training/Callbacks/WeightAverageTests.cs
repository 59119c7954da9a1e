using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Callbacks;

public sealed class WeightAverageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void State_AfterARun_EqualsANaiveLoop(double decay)
    {
        double[] expected = [];
        Recorder naive = new()
        {
            Act = (hook, run) =>
            {
                double[] now = Parameters(run.Task.Module);
                double kept = Math.Min(decay, (1.0 + run.Step) / (10.0 + run.Step));
                if (hook == "started")
                    expected = now;
                if (hook == "step")
                    expected = [.. expected.Zip(now, (average, weight) => kept * average + (1 - kept) * weight)];
            },
        };
        using WeightAverage average = new(decay);
        Session session = new() { Callbacks = [naive, average] };
        using SimClrModel model = session.Model();
        session.Train(model);
        float[] own = SmallModel.Weights(model);
        average.CopyTo(model);
        // Twelve steps round in single precision.
        Parameters(model).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering().Using<double>(
            pair => pair.Subject.Should().BeApproximately(pair.Expectation, 12 * 2 * Math.ScaleB(1, -24) * Math.Max(1, Math.Abs(pair.Expectation)))).WhenTypeIs<double>());
        if (decay > 0)
            SmallModel.Weights(model).Should().NotEqual(own);
    }

    [Fact]
    public void State_OfBuffers_IsTheModulesOwn()
    {
        using WeightAverage average = new(0.5);
        Session session = new() { Residual = true, Callbacks = [average], Options = new() { Epochs = 1, BatchSize = 13, Workers = 1 } };
        using SimClrModel model = session.Model();
        session.Train(model);
        foreach ((string name, Tensor buffer) in model.named_buffers())
            average.State[name].equal(buffer).all().item<bool>().Should().BeTrue(name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BeginEvaluation_Asked_HasTheAverageUntilItEnds(bool evaluated)
    {
        using WeightAverage average = new(0.9) { IsEvaluated = evaluated };
        int looked = 0;
        Recorder looking = new()
        {
            Act = (hook, run) =>
            {
                if (hook != "epoch")
                    return;
                looked++;
                float[] own = SmallModel.Weights(run.Task.Module);
                using (run.BeginEvaluation())
                {
                    float[] averaged = [.. average.State.Values.SelectMany(tensor => tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray())];
                    SmallModel.Weights(run.Task.Module).Should().Equal(evaluated ? averaged : own);
                    averaged.Should().NotEqual(own);
                }

                SmallModel.Weights(run.Task.Module).Should().Equal(own);
            },
        };
        float[] weights = new Session { Callbacks = [average, looking] }.Train().Weights;
        looked.Should().Be(4);
        weights.Should().Equal(new Session().Train().Weights, "averaging changes nothing of the training");
    }

    [Fact]
    public void Train_InTwoSessions_HasTheSameAverage()
    {
        float[] whole = Average(checkpoints: null, stopAfterEpoch: 4);
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Average(checkpoints, stopAfterEpoch: 2).Should().NotEqual(whole);
        Average(checkpoints, stopAfterEpoch: 4).Should().Equal(whole);
        FluentActions.Invoking(() => new Session { Checkpoints = checkpoints }.Train()).Should().Throw<CheckpointException>("that run has no average")
            .Which.Differences.Should().Contain(difference => difference.Contains("callback.weight_average."));
    }

    [Fact]
    public void CopyTo_BeforeARunOrToAnotherModule_IsRefused()
    {
        using SimClrModel model = SmallModel.ResNet();
        using WeightAverage average = new();
        average.Invoking(it => it.CopyTo(model)).Should().Throw<InvalidOperationException>();
        new Session { Callbacks = [average] }.Train();
        average.Invoking(it => it.CopyTo(model)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new WeightAverage(1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static float[] Average(CheckpointOptions? checkpoints, int stopAfterEpoch)
    {
        using WeightAverage average = new(0.8);
        Recorder stopping = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "completed" && run.Report?.CompletedEpoch?.Epoch == stopAfterEpoch && stopAfterEpoch < run.Epochs)
                    run.Stop("for now");
            },
        };
        new Session { Callbacks = [average, stopping], Checkpoints = checkpoints }.Train();
        return [.. average.State.Values.SelectMany(tensor => tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray())];
    }

    private static double[] Parameters(nn.Module module)
        => [.. module.parameters().SelectMany(parameter => parameter.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray())];
}
