using System.Text.Json;
using Microsoft.Extensions.Options;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Golden;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static SimClr.Core.Tests.Optimization.LarsFixture;
using static SimClr.Core.Tests.Optimization.OrthogonalizationTests;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Optimization;

public sealed class MuonOptimizerTests
{
    private static readonly double[] GoldenRates = [0.1, 0.5, 0.02];

    public static TheoryData<int> GoldenCases => [.. Enumerable.Range(0, Cases().GetArrayLength())];

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void Step_ThreeTimes_EqualsPyTorch(int number)
    {
        JsonElement golden = Cases()[number];
        long[] shape = [.. golden.GetProperty("shape").EnumerateArray().Select(value => value.GetInt64())];
        using Holder model = new(Values(shape, 0.3));
        using MuonOptimizer optimizer = new(ParameterGroups.Split(model), new MuonOptions { Momentum = 0.9, Iterations = 4 });

        for (int step = 0; step < GoldenRates.Length; step++)
        {
            new ConstantSchedule(GoldenRates[step]).Apply(optimizer, step);
            model.Weight.grad = Values(shape, 1 + step);
            optimizer.step();
        }

        double[] expected = [.. golden.GetProperty("weights").EnumerateArray().Select(value => value.GetDouble())];
        double rounding = 3 * Math.Pow(Slope, 4) * RoundingBounds.Worst(20 * model.Weight.numel(), float64);
        EmbeddingTensors.RelativeError(model.Weight.detach().Flat(), expected).Should().BeLessThan(rounding);
    }

    [Fact]
    public void Step_ExcludedParameters_MoveByTheirShareOfTheRate()
    {
        using Sequential model = Model();
        ParameterGroups groups = ParameterGroups.Split(model);
        using MuonOptimizer optimizer = new(groups, new MuonOptions { LearningRate = 0.5, ExcludedRateFactor = 0.25 });
        SetGradients(model, seed: 4);
        double[][] expected = [.. groups.Excluded.Select(item => (item.Parameter - 0.125 * item.Parameter.grad!).detach().Flat())];

        optimizer.step();

        foreach ((int at, double[] weights) in expected.Index())
            EmbeddingTensors.RelativeError(groups.Excluded[at].Parameter.detach().Flat(), weights)
                .Should().BeLessThan(RoundingBounds.Worst(6, float64));
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e12)]
    public void Step_GradientsOfAnotherLength_AreTheSameStep(double scale)
    {
        double[] Weights(double factor)
        {
            using Holder model = new(Values([4, 6], 0.3));
            using MuonOptimizer optimizer = new(ParameterGroups.Split(model));
            model.Weight.grad = Values([4, 6], 1) * factor;
            optimizer.step();
            return model.Weight.detach().Flat();
        }

        EmbeddingTensors.RelativeError(Weights(scale), Weights(1)).Should().BeLessThan(Math.Pow(Slope, 3) * RoundingBounds.Worst(1000, float64));
    }

    [Fact]
    public void Step_LayersOfAnyLength_KeepTheLengthThatGivesTheRateItsMeaning()
    {
        using Holder model = new(Values([4, 6], 0.3) * 1000);
        using MuonOptimizer optimizer = new(ParameterGroups.Split(model), new MuonOptions { LearningRate = 1e-9 });
        model.Weight.grad = Values([4, 6], 1);

        optimizer.step();

        // A step of 1e-9 of an orthogonal matrix, of length 2 here, moves the length by less than 3e-9.
        model.Weight.norm().ToDouble().Should().BeApproximately(2, 3e-9);
    }

    [Fact]
    public void Step_WithoutNormalization_DecaysTheWeights()
    {
        using Holder model = new(Values([2, 2], 0.3));
        using MuonOptimizer optimizer = new(
            ParameterGroups.Split(model), new MuonOptions { LearningRate = 0.5, NormalizeWeights = false, WeightDecay = 0.5 });
        double[] before = model.Weight.detach().Flat();
        model.Weight.grad = zeros([2, 2], float64);

        optimizer.step();

        model.Weight.detach().Flat().Should().Equal(before.Select(value => value * 0.75));
    }

    [Fact]
    public void Step_WithoutGradientOrWithZeros_IsStable()
    {
        using Holder model = new(zeros([3, 2], float64));
        using MuonOptimizer optimizer = new(ParameterGroups.Split(model));
        optimizer.step();
        model.Weight.grad = zeros([3, 2], float64);

        optimizer.step();

        model.Weight.detach().Flat().Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void Step_ManyTimes_LeavesNoTensorBehind()
    {
        using Sequential model = Model();
        using MuonOptimizer optimizer = new(ParameterGroups.Split(model));
        SetGradients(model, seed: 1);
        optimizer.step();
        long before = LiveTensors.Count();

        for (int step = 0; step < 5; step++)
            optimizer.step();

        LiveTensors.Count().Should().Be(before);
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedByName()
    {
        using Linear model = nn.Linear(3, 2);
        ParameterGroups groups = ParameterGroups.Split(model);
        FluentActions.Invoking(() => new MuonOptimizer(groups, new MuonOptions { Iterations = 0 }))
            .Should().Throw<OptionsValidationException>().WithMessage("*Iterations*");
        FluentActions.Invoking(() => new MuonOptimizer(groups, new MuonOptions { Momentum = 1 }))
            .Should().Throw<OptionsValidationException>().WithMessage("*Momentum*");
        FluentActions.Invoking(() => new MuonOptimizer(null!)).Should().Throw<ArgumentNullException>().WithParameterName("parameters");
    }

    private static JsonElement Cases() => JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("muon.json"))).RootElement;

    private static Tensor Values(long[] shape, double offset)
    {
        double Value(int index) => Math.Sin(1.7 * index + 0.01 * index * index + offset);
        int count = (int)shape.Aggregate(1L, (product, size) => product * size);
        return tensor([.. Enumerable.Range(0, count).Select(Value)], shape);
    }

    private sealed class Holder : nn.Module
    {
        private readonly Parameter weight;

        public Holder(Tensor values)
            : base(nameof(Holder))
        {
            weight = new Parameter(values);
            RegisterComponents();
        }

        public Parameter Weight => weight;
    }
}
