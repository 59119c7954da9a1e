using System.Globalization;
using System.Text.RegularExpressions;
using SimClr.Core.Interop;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run, by step. A file gets its name when it is complete, so the highest number is the newest whole one.
/// </summary>
internal sealed partial class CheckpointFolder(string path, int keep)
{
    /// <summary>The newest checkpoint's file; null where there is none.</summary>
    public string? Newest => Files().Select(file => file.FullName).FirstOrDefault();

    /// <summary>Writes a checkpoint, then deletes those beyond the number to keep, and what a killed process left unfinished.</summary>
    /// <returns>The file.</returns>
    public string Save(long step, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Directory.CreateDirectory(path);
        string file = Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"checkpoint-{step:D12}.safetensors"));
        SafeTensorsFile.Write(file, tensors, metadata);
        foreach (FileInfo old in Files().Skip(keep).Concat(Unfinished()))
            old.Delete();
        return file;
    }

    /// <summary>Deletes all checkpoints.</summary>
    public void Clear()
    {
        foreach (FileInfo file in Files().Concat(Unfinished()))
            file.Delete();
    }

    private IEnumerable<FileInfo> Files()
        => All().Where(file => FileName().IsMatch(file.Name)).OrderByDescending(file => file.Name, StringComparer.Ordinal);

    private IEnumerable<FileInfo> Unfinished() => All().Where(file => file.Extension == AtomicFile.TemporarySuffix
        && FileName().IsMatch(Path.GetFileNameWithoutExtension(file.Name)));

    private FileInfo[] All() => Directory.Exists(path) ? new DirectoryInfo(path).GetFiles() : [];

    // Exactly the names given above: nobody else's file is ever deleted.
    [GeneratedRegex(@"^checkpoint-[0-9]{12}\.safetensors\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
