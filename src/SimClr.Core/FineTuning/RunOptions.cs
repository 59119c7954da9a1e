using SimClr.Core.Optimization;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.FineTuning;

/// <summary>What a number of images makes of the options.</summary>
internal sealed class RunOptions
{
    private readonly FineTuningOptions _options;
    private readonly int _batchSize;

    public RunOptions(FineTuningOptions options, int images)
    {
        _options = options;
        Training = options.Training.Copy();
        // Batch norm has no statistics of a single image.
        Training.DropLastBatch |= images > Training.BatchSize && images % Training.BatchSize == 1;
        _batchSize = Math.Clamp(images, 1, Training.BatchSize);
    }

    /// <summary>Of the loop.</summary>
    public TrainingOptions Training { get; }

    /// <summary>SGD over a module's parameters; owned by the caller.</summary>
    public optim.Optimizer CreateSgd(nn.Module module)
    {
        double rate = _options.LearningRateScaling.Scale(_batchSize, _options.LearningRate);
        return new SgdOptimizer(
            ParameterGroups.Split(module).ForSgd(rate, _options.Momentum, _options.WeightDecay, _options.Nesterov), rate);
    }
}
