using Microsoft.Extensions.Options;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Building;

/// <summary>Each step moves every parameter by the learning rate, against the sign of its gradient.</summary>
internal sealed class SignDescent : OptimizerHelper
{
    public SignDescent(ParameterGroups parameters, double learningRate)
        => _parameter_groups = [new Group([.. parameters.Adapted.Concat(parameters.Excluded).Select(named => named.Parameter)], learningRate)];

    public override Tensor step(Func<Tensor> closure = null!) => _step<Group>(
        group =>
        {
            foreach (Parameter parameter in group.Parameters)
                if (parameter.grad is { } gradient)
                    parameter.add_(gradient.sign(), alpha: -group.LearningRate);
        },
        closure);

    private sealed class Group : ParamGroup
    {
        public Group(Parameter[] parameters, double learningRate)
        {
            Parameters = parameters;
            Options = new OptimizerOptions { LearningRate = learningRate, InitialLearningRate = learningRate };
        }
    }
}

/// <summary>Options of <see cref="SignDescent"/>, with a value of each kind.</summary>
internal sealed class SignDescentOptions
{
    public double RatePerImage { get; set; } = 0.001;

    public bool Scaled { get; set; } = true;

    public TimeSpan? Patience { get; set; }

    public double[] Weights { get; set; } = [];

    public GradientLimit Limit { get; set; } = new();

    public static SignDescent Create(OptimizerContext context, SignDescentOptions options)
        => new(context.Parameters, options.RatePerImage * (options.Scaled ? context.BatchSize : 1));
}

/// <summary>Options within options.</summary>
internal sealed class GradientLimit
{
    public double Norm { get; set; } = 1;
}

/// <summary>Rejects a rate that is not positive.</summary>
internal sealed class SignDescentOptionsValidator : IValidateOptions<SignDescentOptions>
{
    public ValidateOptionsResult Validate(string? name, SignDescentOptions options) => options.RatePerImage > 0
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"RatePerImage must be positive, but is {options.RatePerImage}.");
}

/// <summary>Falls by a factor at every so many epochs.</summary>
internal sealed class StepSchedule(ScheduleContext run, StepScheduleOptions options) : LearningRateSchedule
{
    public override double LearningRateAt(long step)
        => run.PeakLearningRate * Math.Pow(options.Factor, step / (run.StepsPerEpoch * (long)options.Epochs));
}

/// <summary>Options of <see cref="StepSchedule"/>.</summary>
internal sealed class StepScheduleOptions
{
    public int Epochs { get; set; } = 1;

    public double Factor { get; set; } = 0.5;
}

/// <summary>The squared distance of the views, and nothing that keeps them from falling together.</summary>
internal sealed class DistanceLoss(double weight) : ContrastiveLoss(nameof(DistanceLoss))
{
    public double Weight { get; } = weight;

    public override Tensor forward(EmbeddingBatch input)
    {
        Tensor[] views = input.Values.chunk(input.Views);
        return (views[0] - views[1]).pow(2).mean() * Weight;
    }
}

/// <summary>Options of <see cref="DistanceLoss"/>.</summary>
internal sealed class DistanceLossOptions
{
    public double Weight { get; set; } = 1;
}

/// <summary>One matrix.</summary>
internal sealed class MatrixHead : ProjectionHead
{
    private readonly Parameter weight;

    public MatrixHead(int inputs, int outputs, long seed)
        : base(nameof(MatrixHead), inputs, outputs)
    {
        weight = new Parameter(full([inputs, outputs], 0.1 + seed));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => input.mm(weight);
}

/// <summary>Options of <see cref="MatrixHead"/>.</summary>
internal sealed class MatrixHeadOptions
{
    public int Outputs { get; set; } = 6;
}

/// <summary>The mean over the pixels, times a matrix.</summary>
internal sealed class MeanEncoder : Encoder
{
    private readonly Parameter weight;

    public MeanEncoder(int channels, int features, long seed)
        : base(nameof(MeanEncoder), channels, features)
    {
        weight = new Parameter(full([channels, features], 0.5 + seed));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        CheckImages(input);
        return input.mean([2, 3]).mm(weight);
    }
}

/// <summary>Options of <see cref="MeanEncoder"/>.</summary>
internal sealed class MeanEncoderOptions
{
    public int Features { get; set; } = 5;

    public static MeanEncoder Create(EncoderContext context, MeanEncoderOptions options)
        => new(ViewGroup.Largest(context.Views)?.Shape.Channels ?? 3, options.Features, context.Seed);
}

/// <summary>Rejects an encoder without features.</summary>
internal sealed class MeanEncoderOptionsValidator : IValidateOptions<MeanEncoderOptions>
{
    public ValidateOptionsResult Validate(string? name, MeanEncoderOptions options) => options.Features > 0
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Features must be at least 1, but is {options.Features}.");
}
