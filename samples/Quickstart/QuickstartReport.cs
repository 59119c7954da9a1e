using SimClr.Core.Samples.Data;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>The report of a run of so many epochs as the user asked for.</summary>
internal sealed class QuickstartReport(QuickstartOptions options, SampleData data, TrainingResult training)
    : RunReport("SimClr.Core quickstart", options, data, training)
{
    protected override string EncoderName => options.EncoderName;

    protected override (int Size, string Name) Batch => (options.BatchSize, "--batch-size");

    protected override IEnumerable<KeyValuePair<string, string>> Properties => options.Properties;
}
