using System.Globalization;
using System.Text.RegularExpressions;
using SimClr.Core.Files;
using SimClr.Core.Interop;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run, by step. A file gets its name when it is complete, so the highest number is the newest whole one.
/// </summary>
internal sealed partial class CheckpointFolder(string path, int keep) : IDisposable
{
    private FolderLock? _lock;

    /// <summary>The newest checkpoint's file; null where there is none.</summary>
    public string? Newest => Files().Select(file => file.FullName).FirstOrDefault();

    /// <summary>Keeps other trainings out from now on, if there is the folder.</summary>
    /// <exception cref="CheckpointException">Another training uses it.</exception>
    public void Lock()
    {
        // Somebody has deleted the folder, and the lock with it.
        if (_lock is { IsThere: false })
        {
            _lock.Dispose();
            _lock = null;
        }

        if (_lock is null && Directory.Exists(path))
            _lock = FolderLock.Take(path);
    }

    /// <summary>
    /// Makes sure, before there is anything to lose, that a checkpoint can be written; keeps other trainings out from now on.
    /// </summary>
    /// <exception cref="CheckpointException">Another training uses the folder.</exception>
    /// <exception cref="IOException">Files cannot be written to it.</exception>
    /// <exception cref="UnauthorizedAccessException">Files may not be written to it.</exception>
    public void RequireWritable()
    {
        WritableFolder.Create(path);
        Lock();
        WritableFolder.Require(path);
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <returns>The file.</returns>
    public string Save(long step, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        WritableFolder.Create(path);
        Lock();
        string file = Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"checkpoint-{step:D12}.safetensors"));
        SafeTensorsFile.Write(file, tensors, metadata);
        return file;
    }

    /// <summary>Deletes the checkpoints beyond the number to keep, and what a killed process left unfinished.</summary>
    public void DeleteOld()
    {
        foreach (FileInfo old in Files().Skip(keep).Concat(Unfinished()))
            old.Delete();
    }

    /// <summary>Deletes all checkpoints.</summary>
    public void Clear()
    {
        foreach (FileInfo file in Files().Concat(Unfinished()))
            file.Delete();
    }

    public void Dispose() => _lock?.Dispose();

    private IEnumerable<FileInfo> Files()
        => All().Where(file => FileName().IsMatch(file.Name)).OrderByDescending(file => file.Name, StringComparer.Ordinal);

    private IEnumerable<FileInfo> Unfinished() => All().Where(file => file.Extension == AtomicFile.TemporarySuffix
        && FileName().IsMatch(Path.GetFileNameWithoutExtension(file.Name)));

    private FileInfo[] All() => Directory.Exists(path) ? new DirectoryInfo(path).GetFiles() : [];

    // Exactly the names given above: nobody else's file is ever deleted.
    [GeneratedRegex(@"^checkpoint-[0-9]{12}\.safetensors\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
