using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.Extensions.Options;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Pipelines;

/// <summary>
/// Whatever the options: a pipeline that can be built trains, and one that cannot be built says everything that is wrong with it.
/// </summary>
/// <remarks>SIMCLR_PROPERTY_CASES makes a long run of it.</remarks>
public sealed class PipelinePropertyTests
{
    private const int Steps = 2;

    private static readonly Gen<int> Part = Gen.Int[0, 3];

    [Fact]
    public void Build_OptionsInRange_TrainsWithAFiniteLoss() => Try(Pipelines(SettingGenerators.Sound), cases: 25, Trains);

    [Fact]
    public void Build_OptionsInRangeOrNot_TrainsOrNamesAllThatAreNot()
        => Try(Pipelines(SettingGenerators.SoundOrNot), cases: 200, pipeline =>
    {
        if (pipeline.Wrong.Any())
            IsRefused(pipeline);
        else
            Trains(pipeline);
    });

    // The same cases in every run of the suite; new ones, and the smallest that fails, in a long run.
    private static void Try(Gen<RandomPipeline> pipelines, int cases, Action<RandomPipeline> test)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("SIMCLR_PROPERTY_CASES"), CultureInfo.InvariantCulture, out int wanted))
        {
            pipelines.Sample(test, iter: wanted, threads: 1);
            return;
        }

        PCG random = new(stream: 1, seed: 1);
        for (int number = 0; number < cases; number++)
            test(pipelines.Generate(random, null, out _));
    }

    private static Gen<RandomPipeline> Pipelines(Gen<System.Collections.Immutable.ImmutableList<Setting>> settings)
        => Gen.Select(settings, Part, Gen.Int[0, 2], Gen.Int[0, 2], (all, augmentation, optimizer, loss) => new RandomPipeline(all, augmentation, optimizer, loss));

    private static void Trains(RandomPipeline random)
    {
        using SimClrPipeline pipeline = random.Builder().Build();
        using CancellationTokenSource enough = new();
        Stopper stopper = new(enough);
        try
        {
            pipeline.Train(stopper, enough.Token).Steps.Should().BeGreaterThanOrEqualTo(Steps);
            stopper.Losses.Should().OnlyContain(loss => double.IsFinite(loss));
        }
        catch (TrainingDivergedException) when (random.MayDiverge)
        {
            stopper.Losses.Should().NotBeEmpty("the first step knows nothing of the learning rate");
        }
    }

    private static void IsRefused(RandomPipeline random)
    {
        string[] failures = [.. random.Builder().Invoking(builder => builder.Build()).Should().Throw<OptionsValidationException>().Which.Failures];
        foreach (Setting wrong in random.Wrong)
            failures.Should().Contain(failure => Regex.IsMatch(failure, $@"\b{wrong.Name}\b"), "{0}", wrong);
    }

    private sealed class Stopper(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public List<double> Losses { get; } = [];

        public void Report(TrainingProgress value)
        {
            Losses.Add(value.Loss);
            if (value.Step >= Steps)
                source.Cancel();
        }
    }
}
