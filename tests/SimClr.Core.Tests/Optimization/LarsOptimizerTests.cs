using Microsoft.Extensions.Options;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static SimClr.Core.Tests.Optimization.LarsFixture;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Optimization;

public sealed class LarsOptimizerTests
{
    private static readonly double Unit = RoundingBounds.UnitRoundoff(ScalarType.Float64);
    private static readonly double[] ChangingRates = [0.1, 2, 0.7];

    [Theory]
    [InlineData(LarsVariant.LearningRateInMomentum, false)]
    [InlineData(LarsVariant.LearningRateInMomentum, true)]
    [InlineData(LarsVariant.LearningRateOutsideMomentum, false)]
    [InlineData(LarsVariant.LearningRateOutsideMomentum, true)]
    public void Step_ChangingLearningRate_EqualsIndependentImplementation(LarsVariant form, bool nesterov)
    {
        using Sequential model = Model();
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model), new LarsOptions { Variant = form, Nesterov = nesterov, WeightDecay = 0.01, TrustCoefficient = 0.02 });
        Dictionary<string, NaiveLars> expected = model.named_parameters().ToDictionary(
            item => item.name,
            item => new NaiveLars(
                item.parameter.detach().Flat(), item.parameter.Dimensions > 1, 0.9, 0.01, 0.02, form != LarsVariant.LearningRateInMomentum, nesterov));

        for (int step = 0; step < ChangingRates.Length; step++)
        {
            new ConstantSchedule(ChangingRates[step]).Apply(optimizer, step);
            SetGradients(model, seed: step);
            foreach ((string name, Parameter parameter) in model.named_parameters())
                expected[name].Step(parameter.grad!.Flat(), ChangingRates[step]);
            optimizer.step();
        }

        foreach ((string name, Parameter parameter) in model.named_parameters())
            EmbeddingTensors.RelativeError(parameter.detach().Flat(), expected[name].Weights).Should().BeLessThan(Rounding(parameter, 3), name);
    }

    [Fact]
    public void Step_ZeroWeights_MoveByTheLearningRate()
    {
        using Linear model = nn.Linear(3, 2, dtype: float64);
        using (no_grad())
            model.weight!.zero_();
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model), Rate(0.5));
        SetGradients(model, seed: 1);
        double[] gradient = model.weight!.grad!.Flat();

        optimizer.step();

        EmbeddingTensors.RelativeError(model.weight.detach().Flat(), [.. gradient.Select(value => -0.5 * value)]).Should().BeLessThan(6 * Unit);
    }

    [Theory]
    [InlineData(LarsVariant.LearningRateInMomentum, 0, 1)]
    [InlineData(LarsVariant.LearningRateInMomentum, 1000, 1)]
    [InlineData(LarsVariant.LearningRateInMomentum, 0, 1e-53)]
    [InlineData(LarsVariant.LearningRateOutsideMomentum, 0, 1)]
    [InlineData(LarsVariant.LearningRateOutsideMomentum, 1000, 1)]
    [InlineData(LarsVariant.LearningRateOutsideMomentum, 1000, 1e-53)]
    public void Step_VanishingGradient_StaysFinite(LarsVariant form, double learningRate, double trustCoefficient)
    {
        using Linear model = nn.Linear(1, 1, hasBias: false);
        LarsOptions options = new() { Variant = form, LearningRate = learningRate, TrustCoefficient = trustCoefficient, WeightDecay = 0 };
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model), options);
        model.weight!.grad = full([1, 1], 1e-42f);

        optimizer.step();

        float.IsFinite(model.weight.item<float>()).Should().BeTrue();
    }

    [Fact]
    public void Null_IsRefusedByName()
    {
        using Linear model = nn.Linear(3, 2);
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model));
        FluentActions.Invoking(() => new LarsOptimizer(null!)).Should().Throw<ArgumentNullException>().WithParameterName("parameters");
        optimizer.Invoking(o => o.LoadMomentumBuffers(null!)).Should().Throw<ArgumentNullException>().WithParameterName("buffers");
        FluentActions.Invoking(() => ParameterGroups.Split(null!)).Should().Throw<ArgumentNullException>().WithParameterName("module");
        FluentActions.Invoking(() => new ConstantSchedule(0.1).Apply(null!, 0))
            .Should().Throw<ArgumentNullException>().WithParameterName("optimizer");
    }

    [Fact]
    public void Step_ZeroGradientWithoutDecay_ChangesNothing()
    {
        using Linear model = nn.Linear(3, 2, dtype: float64);
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model), new LarsOptions { WeightDecay = 0 });
        double[] before = model.weight!.detach().Flat();
        SetGradients(model, seed: 1);
        optimizer.zero_grad();

        optimizer.step();

        model.weight.detach().Flat().Should().Equal(before);
    }

    [Fact]
    public void Step_ExcludedParameters_AreNeitherDecayedNorAdapted()
    {
        using Sequential model = Model();
        ParameterGroups groups = ParameterGroups.Split(model);
        using LarsOptimizer optimizer = new(
            groups, new LarsOptions { LearningRate = 0.25, LearningRateScaling = LearningRateScaling.None, WeightDecay = 1 });
        SetGradients(model, seed: 4);
        double[][] expected = [.. groups.Excluded.Select(item => (item.Parameter - 0.25 * item.Parameter.grad!).detach().Flat())];

        optimizer.step();

        foreach ((double[] weights, int at) in expected.Select((weights, at) => (weights, at)))
            EmbeddingTensors.RelativeError(groups.Excluded[at].Parameter.detach().Flat(), weights).Should().BeLessThan(12 * Unit);
    }

    [Fact]
    public void Step_ParameterWithoutGradient_IsLeftAlone()
    {
        using Sequential model = Model();
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model));
        SetGradients(model, seed: 1);
        Parameter last = model.parameters().Last();
        last.grad = null;
        double[] before = last.detach().Flat();

        optimizer.step();

        last.detach().Flat().Should().Equal(before);
    }

    [Fact]
    public void Step_ManyTimes_LeavesNoTensorBehind()
    {
        using Sequential model = Model();
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model));
        SetGradients(model, seed: 1);
        optimizer.step();
        long before = Tensor.TotalCount;

        for (int step = 0; step < 50; step++)
            optimizer.step();

        Tensor.TotalCount.Should().BeLessThanOrEqualTo(before);
    }

    [Fact]
    public void Dispose_AfterUse_FreesTheMomentum()
    {
        using Sequential model = Model();
        ParameterGroups groups = ParameterGroups.Split(model);
        long before = Tensor.TotalCount;
        LarsOptimizer optimizer = new(groups);
        Tensor.TotalCount.Should().BeGreaterThan(before);

        optimizer.Dispose();

        Tensor.TotalCount.Should().BeLessThanOrEqualTo(before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_AnyNumberOfThreads_GivesTheSameBits(int threads)
    {
        int previous = get_num_threads();
        try
        {
            // Large enough for torch to share a sum among threads.
            ulong[] Run(int count)
            {
                set_num_threads(count);
                using Linear model = nn.Linear(400, 300, hasBias: false);
                Fill(model.weight!, seed: 1, grad: false);
                Fill(model.weight!, seed: 2, grad: true);
                using LarsOptimizer optimizer = new(ParameterGroups.Split(model), Rate(1));
                optimizer.step();
                return [.. model.weight!.detach().Flat().Select(BitConverter.DoubleToUInt64Bits)];
            }
            Run(threads).Should().Equal(Run(1));
        }
        finally
        {
            set_num_threads(previous);
        }
    }

    [Fact]
    public void ReadTrustRatios_BeforeAStep_AreThoseOfTheAdaptedParameters()
    {
        using Sequential model = Model();
        ParameterGroups groups = ParameterGroups.Split(model);
        using LarsOptimizer optimizer = new(groups, new LarsOptions { WeightDecay = 0, TrustCoefficient = 0.5 });
        SetGradients(model, seed: 1);

        IReadOnlyDictionary<string, double> ratios = optimizer.ReadTrustRatios();

        ratios.Keys.Should().BeEquivalentTo(groups.Adapted.Select(item => item.Name));
        foreach ((string name, Parameter parameter) in groups.Adapted)
            (ratios[name] / (0.5 * parameter.norm().item<double>() / parameter.grad!.norm().item<double>()))
                .Should().BeApproximately(1, Rounding(parameter, 1));
        ((IMeasuredOptimizer)optimizer).Measure().Should()
            .BeEquivalentTo(ratios.ToDictionary(ratio => $"lars/trust_ratio/{ratio.Key}", ratio => ratio.Value));
    }

    [Fact]
    public void ParamGroups_DrivenByATorchScheduler_FollowIt()
    {
        using Linear model = nn.Linear(3, 2);
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model), Rate(0.8));
        optim.lr_scheduler.LRScheduler scheduler = optim.lr_scheduler.StepLR(optimizer, 1, gamma: 0.5);

        scheduler.step();

        optimizer.ParamGroups.Should().AllSatisfy(group => group.LearningRate.Should().BeApproximately(0.4, 1e-15));
    }

    [Theory]
    [InlineData(LearningRateScaling.Linear, 4.8)]
    [InlineData(LearningRateScaling.SquareRoot, 4.8)]
    [InlineData(LearningRateScaling.None, 0.3)]
    public void Constructor_BatchSize_ScalesTheLearningRate(LearningRateScaling scaling, double expected)
    {
        using Linear model = nn.Linear(3, 2);
        using LarsOptimizer optimizer = new(
            ParameterGroups.Split(model), new LarsOptions { LearningRateScaling = scaling }, batchSize: 4096);

        optimizer.ParamGroups.First().LearningRate.Should().BeApproximately(expected, 1e-14);
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_ListsEachOne()
    {
        using Linear model = nn.Linear(3, 2);
        LarsOptions options = new() { Momentum = 1, WeightDecay = -1, TrustCoefficient = 0, LearningRate = double.NaN, Variant = (LarsVariant)9 };

        FluentActions.Invoking(() => new LarsOptimizer(ParameterGroups.Split(model), options)).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().HaveCount(5);
    }

    [Fact]
    public void AddParamGroup_Always_Throws()
    {
        using Linear model = nn.Linear(3, 2);
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model));

        optimizer.Invoking(item => item.add_param_group(new ParamGroup())).Should().Throw<NotSupportedException>();
    }
}
