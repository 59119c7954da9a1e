using SimClr.Core.Reporting;
using SimClr.Core.Samples.Data;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>The report of a run that was planned by the time that there was.</summary>
internal sealed class Cifar10Report(Cifar10Options options, SampleData data, TrainingResult training, Cifar10Plan plan)
    : RunReport("SimClr.Core on CIFAR-10", options, data, training)
{
    protected override string EncoderName => options.Recipe.EncoderName;

    protected override (int Size, string Name) Batch => (options.Recipe.BatchSize, $"the recipe's batch of {options.Recipe.BatchSize}");

    protected override IEnumerable<KeyValuePair<string, string>> Properties => Cifar10Facts.Of(options);

    protected override object Plan => plan;

    protected override void AddMoreCurves()
    {
        (double Minutes, double Accuracy)[] measured = [.. EpochMinutes.Zip(Epochs).Where(epoch => epoch.Second.KnnAccuracy is not null)
            .Select(epoch => (epoch.First, epoch.Second.KnnAccuracy!.Value))];
        if (measured.Length < 2)
            return;
        LineChart chart = new() { Title = "kNN accuracy by minutes of training", XLabel = "Minutes", YLabel = "kNN accuracy", YIsPercent = true };
        Add(
            "accuracy-by-minutes.png",
            chart.AddLine("kNN accuracy", [.. measured.Select(point => point.Minutes)], [.. measured.Select(point => point.Accuracy)]),
            "kNN accuracy of some of the training images among others, against the minutes that training has taken.");
    }
}
