using SimClr.Core.Training;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Passes on which part of a training run is done.</summary>
internal sealed class PartDone(IProgress<double> progress) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => progress.Report((double)value.Step / value.TotalSteps);
}
