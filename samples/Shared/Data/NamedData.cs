using System.Globalization;
using SimClr.Core.Data;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>The published data sets that <c>--data</c> takes by name.</summary>
public static class NamedData
{
    /// <summary>Where they lie or are downloaded to, below the folder that the program runs in.</summary>
    public const string Folder = "data";

    /// <summary>The names, in words.</summary>
    public const string Names = "cifar10, cifar100 or stl10";

    private const double Megabyte = 1e6;
    private const int Percent = 100;
    private const int AnnouncedPercent = 10;

    public static bool Has(string name) => name is "cifar10" or "cifar100" or "stl10";

    /// <summary>Opens one; says so before it downloads anything.</summary>
    /// <exception cref="DataSetException">It can neither be found nor downloaded.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static ImageDataset Open(string name, TextWriter output, CancellationToken cancellationToken)
    {
        Announcer progress = new(name, output);
        Task<ImageDataset> images = name switch
        {
            "cifar10" => DataSets.Cifar10Async(Folder, null, progress, cancellationToken),
            "cifar100" => DataSets.Cifar100Async(Folder, null, progress, cancellationToken),
            _ => DataSets.Stl10Async(Folder, null, progress, cancellationToken),
        };
        return images.GetAwaiter().GetResult();
    }

    private sealed class Announcer(string name, TextWriter output) : IProgress<DataSetProgress>
    {
        private DataSetStep? _step;
        private long _percent;

        public void Report(DataSetProgress value)
        {
            if (value.Step != _step)
                output.WriteLine(Describe(value));
            long percent = value.Total == 0 ? 0 : value.Done * Percent / value.Total;
            bool announced = value.Step == _step && value.Step == DataSetStep.Downloading && percent / AnnouncedPercent > _percent / AnnouncedPercent;
            if (announced)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{percent} % of {name}"));
            (_step, _percent) = (value.Step, percent);
        }

        private string Describe(DataSetProgress value) => value.Step switch
        {
            DataSetStep.Waiting => $"Another process downloads {name} to {Path.GetFullPath(Folder)}; waiting for it",
            DataSetStep.Downloading => string.Create(
                CultureInfo.InvariantCulture, $"{name} is not in {Path.GetFullPath(Folder)}: downloading {value.Total / Megabyte:0} MB; Ctrl-C ends it, and the next run resumes"),
            DataSetStep.Verifying => $"Verifying {name}",
            _ => $"Unpacking {name}",
        };
    }
}
