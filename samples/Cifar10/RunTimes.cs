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

    private const int MostEpochs = 1_000_000;

    /// <summary>Training alone.</summary>
    public TimeSpan Epoch => Step * StepsPerEpoch;

    /// <summary>Epochs between kNN accuracies, so that they stay within their share.</summary>
    public int KnnEveryEpochs => (int)Math.Clamp(Math.Ceiling(Monitor / (Epoch * MonitorShare)), 1, MostEpochs);

    /// <summary>A training with its kNN accuracies.</summary>
    public TimeSpan Training(int epochs) => Epoch * epochs + Monitor * (epochs / KnnEveryEpochs);

    /// <summary>A run from start to end.</summary>
    public TimeSpan Total(int epochs) => Spent + Training(epochs) + Evaluation;

    /// <summary>The most epochs with which a run ends on time; 0 where even one is too many.</summary>
    public int EpochsIn(TimeSpan budget)
    {
        TimeSpan left = budget * (1 - Reserve) - Spent - Evaluation;
        // Almost right: it charges each epoch its part of a kNN accuracy, also those after the last one.
        int epochs = (int)Math.Clamp(Math.Floor(left / (Epoch + Monitor / KnnEveryEpochs)), 0, MostEpochs);
        while (epochs < MostEpochs && Training(epochs + 1) <= left)
            epochs++;
        while (epochs > 0 && Training(epochs) > left)
            epochs--;
        return epochs;
    }

    /// <summary>The least whole minutes that have room for an epoch.</summary>
    public int LeastMinutes() => (int)Math.Ceiling(Total(1).TotalMinutes / (1 - Reserve));
}
