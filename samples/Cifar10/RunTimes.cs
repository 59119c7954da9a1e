namespace SimClr.Core.Samples.Cifar10;

/// <summary>How long the parts of a run take, as measured, and what follows from that.</summary>
/// <param name="Spent">Until the plan is made.</param>
/// <param name="Step">A training step.</param>
/// <param name="StepsPerEpoch">At least 1.</param>
/// <param name="Monitor">One kNN accuracy during training.</param>
/// <param name="Evaluation">What comes after the training.</param>
internal sealed record RunTimes(TimeSpan Spent, TimeSpan Step, int StepsPerEpoch, TimeSpan Monitor, TimeSpan Evaluation)
{
    /// <summary>The share of the training time that may go into watching it.</summary>
    public const double MonitorShare = 0.02;

    /// <summary>The share of a budget that stays free, because no two minutes are equally fast.</summary>
    public const double Reserve = 0.02;

    /// <summary>A training of fewer steps teaches nothing.</summary>
    public const int FewestSteps = 50;

    private const int MostEpochs = 1_000_000;

    /// <summary>The time of the fewest steps.</summary>
    public TimeSpan LeastTraining => Step * FewestSteps;

    /// <summary>Training alone.</summary>
    public TimeSpan Epoch => Step * StepsPerEpoch;

    /// <summary>Epochs between kNN accuracies, so that they stay within their share.</summary>
    public int KnnEveryEpochs => (int)Math.Clamp(Math.Ceiling(Monitor / (Epoch * MonitorShare)), 1, MostEpochs);

    /// <summary>A training of so many epochs, with its kNN accuracies.</summary>
    public TimeSpan Training(int epochs) => Epoch * epochs + Monitor * (epochs / KnnEveryEpochs);

    /// <summary>The time that a budget leaves for training; below zero where it leaves none.</summary>
    public TimeSpan TrainingIn(TimeSpan budget) => budget * (1 - Reserve) - Spent - Evaluation;

    /// <summary>Epochs that begin in a time, at least one; the last may not come to its end.</summary>
    public int EpochsIn(TimeSpan training) => (int)Math.Clamp(Math.Ceiling(training / (Epoch + Monitor / KnnEveryEpochs)), 1, MostEpochs);

    /// <summary>The least whole minutes in which something is learned.</summary>
    public int LeastMinutes() => (int)Math.Ceiling((Spent + Evaluation + LeastTraining) / (1 - Reserve) / TimeSpan.FromMinutes(1));
}
