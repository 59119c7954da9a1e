using SimClr.Core.Data;
using SimClr.Core.Reporting;

namespace SimClr.Core.Samples.Data;

/// <summary>The published data sets that <c>--data</c> takes by name.</summary>
public static class NamedData
{
    /// <summary>Where they lie or are downloaded to, below the folder that the program runs in.</summary>
    public const string Folder = "data";

    /// <summary>The names, in words.</summary>
    public const string Names = "cifar10, cifar100 or stl10";

    public static bool Has(string name) => name is "cifar10" or "cifar100" or "stl10";

    /// <summary>Opens one; says so before it downloads anything.</summary>
    /// <exception cref="DataSetException">It can neither be found nor downloaded.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static ImageDataset Open(string name, CancellationToken cancellationToken)
    {
        using TerminalProgress progress = new($"{name} to {Path.GetFullPath(Folder)} (Ctrl-C ends it, and the next run resumes):", Console.Out);
        Task<ImageDataset> images = name switch
        {
            "cifar10" => DataSets.Cifar10Async(Folder, null, progress, cancellationToken),
            "cifar100" => DataSets.Cifar100Async(Folder, null, progress, cancellationToken),
            _ => DataSets.Stl10Async(Folder, null, progress, cancellationToken),
        };
        return images.GetAwaiter().GetResult();
    }
}
