using SimClr.Core.Models;
using SimClr.Core.Optimization;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>An optimiser still to be made for a model and a batch size, and what is wrong with its options.</summary>
internal sealed record OptimizerChoice(Func<SimClrModel, int, optim.Optimizer> Create, Func<IEnumerable<string>> Problems)
{
    public static OptimizerChoice Lars(LarsOptions options) => new(
        (model, batchSize) => new LarsOptimizer(ParameterGroups.Split(model), options, batchSize),
        () => PipelineChecks.Failures(new LarsOptionsValidator().Validate(null, options)));

    public static OptimizerChoice Sgd(SgdOptions options) => new(
        (model, _) => optim.SGD(ParameterGroups.Split(model).ForSgd(options.LearningRate, options.Momentum, options.WeightDecay, options.Nesterov), options.LearningRate),
        () => PipelineChecks.Failures(new SgdOptionsValidator().Validate(null, options)));

    public static OptimizerChoice Adam(AdamOptions options) => new(
        (model, _) => optim.Adam(ParameterGroups.Split(model).ForAdam(options.LearningRate, options.WeightDecay), options.LearningRate),
        () => PipelineChecks.Failures(new AdamOptionsValidator().Validate(null, options)));

    public static OptimizerChoice Own(Func<SimClrModel, optim.Optimizer> create) => new((model, _) => create(model), () => []);
}
