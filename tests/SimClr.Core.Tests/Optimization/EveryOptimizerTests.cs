using SimClr.Core.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Optimization;

/// <summary>
/// One suite for all optimizers that can be used in each other's place: the same groups, the same schedule, a small quadratic.
/// </summary>
public sealed class EveryOptimizerTests
{
    private static readonly Dictionary<string, Func<ParameterGroups, optim.Optimizer>> Optimizers = new()
    {
        ["LARS"] = groups => new LarsOptimizer(groups, Lars(LarsVariant.LearningRateInMomentum, nesterov: false)),
        ["LARS, Nesterov"] = groups => new LarsOptimizer(groups, Lars(LarsVariant.LearningRateInMomentum, nesterov: true)),
        ["LARS, rate outside"] = groups => new LarsOptimizer(groups, Lars(LarsVariant.LearningRateOutsideMomentum, nesterov: false)),
        ["LARS, rate outside, Nesterov"] = groups => new LarsOptimizer(groups, Lars(LarsVariant.LearningRateOutsideMomentum, nesterov: true)),
        ["Muon"] = groups => new MuonOptimizer(groups, new MuonOptions { LearningRate = 0.05, NormalizeWeights = false }),
        ["SGD"] = groups => optim.SGD(groups.ForSgd(0.05), 0.05),
        ["SGD, Nesterov"] = groups => optim.SGD(groups.ForSgd(0.05, nesterov: true), 0.05),
        ["Adam"] = groups => optim.Adam(groups.ForAdam(0.05), 0.05),
        ["AdamW"] = groups => optim.AdamW(groups.ForAdamW(0.05), 0.05),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_OnAQuadratic_FindsTheMinimum(string name)
    {
        using Linear model = Model();
        using optim.Optimizer optimizer = Optimizers[name](ParameterGroups.Split(model));

        double before = Distance(model);
        Train(model, optimizer, steps: 200);

        Distance(model).Should().BeLessThan(0.02 * before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_TwiceFromTheSameStart_GivesTheSameBits(string name)
    {
        double[] Run()
        {
            using Linear model = Model();
            using optim.Optimizer optimizer = Optimizers[name](ParameterGroups.Split(model));
            Train(model, optimizer, steps: 5);
            return [.. model.parameters().SelectMany(parameter => parameter.detach().data<double>().ToArray())];
        }

        Run().Should().Equal(Run());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_LearningRateZero_ChangesNothing(string name)
    {
        using Linear model = Model();
        using optim.Optimizer optimizer = Optimizers[name](ParameterGroups.Split(model));
        double before = Distance(model);

        Loss(model).backward();
        new ConstantSchedule(0).Apply(optimizer, 0);
        optimizer.step();

        Distance(model).Should().Be(before);
    }

    private static LarsOptions Lars(LarsVariant form, bool nesterov) => new()
    {
        LearningRate = 0.05,
        LearningRateScaling = LearningRateScaling.None,
        TrustCoefficient = 0.5,
        Variant = form,
        Nesterov = nesterov,
    };

    private static Linear Model()
    {
        Linear model = nn.Linear(3, 2, dtype: float64);
        using IDisposable mode = no_grad();
        model.weight!.copy_(tensor(new[] { 1.0, -2, 3, 0.5, -0.5, 2 }, [2, 3]));
        model.bias!.copy_(tensor(new[] { 0.3, -0.7 }));
        return model;
    }

    private static void Train(Linear model, optim.Optimizer optimizer, int steps)
    {
        WarmupCosineSchedule schedule = new(0.05, 5, steps);
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Loss(model).backward();
            schedule.Apply(optimizer, step);
            optimizer.step();
        }
    }

    /// <summary>Least at weight 1 and bias 2.</summary>
    private static Tensor Loss(Linear model) => (model.weight! - 1).square().sum() + 0.5 * (model.bias! - 2).square().sum();

    private static double Distance(Linear model)
    {
        using DisposeScope scope = NewDisposeScope();
        return Loss(model).item<double>();
    }
}
