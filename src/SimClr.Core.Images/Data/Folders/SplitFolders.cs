namespace SimClr.Core.Data.Folders;

/// <summary>The names by which the parts of a data set are told from classes, in any case.</summary>
internal static class SplitFolders
{
    private static readonly string[] Training = ["train", "training"];
    private static readonly string[] Test = ["test", "testing", "val", "valid", "validation"];
    private static readonly string[] Unlabeled = ["unlabeled", "unlabelled"];

    /// <summary>The folder of the images to train on, if there is one.</summary>
    public static string? FindTraining(IReadOnlyCollection<string> folders) => Find(folders, Training);

    /// <summary>The folder of the images to test on, if there is one.</summary>
    public static string? FindTest(IReadOnlyCollection<string> folders) => Find(folders, Test);

    /// <summary>Whether all folders are parts of a data set, one to train on and one to test on among them.</summary>
    public static bool AreAll(IReadOnlyCollection<string> folders)
        => FindTraining(folders) is not null && FindTest(folders) is not null
        && folders.All(folder => IsOneOf(folder, Training) || IsOneOf(folder, Test) || IsOneOf(folder, Unlabeled));

    private static string? Find(IReadOnlyCollection<string> folders, string[] names) => names
        .Select(name => folders.FirstOrDefault(folder => IsOneOf(folder, [name])))
        .FirstOrDefault(found => found is not null);

    private static bool IsOneOf(string folder, string[] names)
        => names.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase);
}
