using SimClr.Core.Training;

namespace SimClr.Core.Tests.Training;

/// <summary>Calls back at each report, on the thread that trains.</summary>
internal sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => report(value);
}
