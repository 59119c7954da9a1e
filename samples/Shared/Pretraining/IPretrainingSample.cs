namespace SimClr.Core.Samples.Pretraining;

/// <summary>What a sample pretrains, on what, and for how long; <see cref="PretrainingRun"/> does the rest.</summary>
public interface IPretrainingSample
{
    RunOptions Options { get; }

    /// <summary>Opens the images.</summary>
    /// <param name="cancellationToken">Ends a download.</param>
    PretrainingData Open(CancellationToken cancellationToken);

    /// <summary>What is to be trained on them.</summary>
    PretrainingSetup Setup(PretrainingData data);

    /// <summary>For how long; where that depends on the machine, the rehearsal measures it.</summary>
    /// <exception cref="PlanningException">What was asked for cannot be done; the message says what can.</exception>
    PretrainingPlan Plan(Rehearsal rehearsal);
}
