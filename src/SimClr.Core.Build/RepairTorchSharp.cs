using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace SimClr.Core.Build;

/// <summary>
/// MSBuild task: replaces TorchSharp's Linux library among the files to be copied to the output by a repaired copy,
/// where this machine's libstdc++ is older than the library needs.
/// </summary>
public sealed class RepairTorchSharp : Task
{
    private const string FileName = "libLibTorchSharp.so";
    private const string RefusedCode = "SIMCLR001";
    private const string ModeCode = "SIMCLR002";

    /// <summary>The native files about to be copied; those not named libLibTorchSharp.so are ignored.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>auto (repair where this machine's libstdc++ lacks the version), always or never; upper or lower case.</summary>
    [Required]
    public string Mode { get; set; } = "auto";

    /// <summary>The folder that receives the repaired copy.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>The items that were replaced, as given.</summary>
    [Output]
    public ITaskItem[] Replaced { get; set; } = [];

    /// <summary>The repaired copies, with all metadata of the items they replace.</summary>
    [Output]
    public ITaskItem[] Repaired { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        switch (Mode.ToLowerInvariant())
        {
            case "never":
                break;
            case "always":
                RepairFiles();
                break;
            case "auto" when InstalledLibStdCxx.IsNew:
                Log.LogMessage(MessageImportance.Low, $"SimClr.Core: {FileName} is left as it is: the installed libstdc++ is new enough.");
                break;
            case "auto":
                RepairFiles();
                break;
            default:
                Log.LogError(null, ModeCode, null, null, 0, 0, 0, 0, $"SimClrRepairTorchSharp is '{Mode}', not auto, always or never.");
                break;
        }

        return !Log.HasLoggedErrors;
    }

    private void RepairFiles()
    {
        List<ITaskItem> replaced = [];
        List<ITaskItem> repaired = [];
        foreach (ITaskItem file in Files.Where(file => Path.GetFileName(file.ItemSpec) == FileName))
        {
            if (Repair(file.ItemSpec) is not { } copy)
                continue;
            replaced.Add(file);
            repaired.Add(new TaskItem(file) { ItemSpec = copy });
        }

        Replaced = [.. replaced];
        Repaired = [.. repaired];
    }

    private string? Repair(string file)
    {
        try
        {
            if (NativeLibraryRepair.Repair(File.ReadAllBytes(file)) is { } content)
                return Write(content);
            Log.LogMessage(MessageImportance.Low, $"SimClr.Core: {file} is left as it is: any libstdc++ suits it.");
        }
        catch (ElfFormatException exception)
        {
            string message = $"TorchSharp's library was left alone because {exception.Message}. If TorchSharp does not load, this machine's "
                + $"libstdc++ lacks {NativeLibraryRepair.NewVersion}: install one from GCC 13 or later. "
                + "SimClrRepairTorchSharp = never silences this warning.";
            Log.LogWarning(null, RefusedCode, null, file, 0, 0, 0, 0, message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.LogErrorFromException(exception);
        }

        return null;
    }

    // Unchanged content keeps its time stamp, so that an up-to-date output is not copied again. The copy is always a new file,
    // never an edit in place: outputs may be hard links to it, and links to the NuGet cache must not be written through.
    private string Write(byte[] content)
    {
        string copy = Path.GetFullPath(Path.Combine(OutputFolder, FileName));
        if (File.Exists(copy) && File.ReadAllBytes(copy).SequenceEqual(content))
            return copy;
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        string temporary = $"{copy}.{Process.GetCurrentProcess().Id}.tmp";
        File.WriteAllBytes(temporary, content);
        File.Delete(copy);
        File.Move(temporary, copy);
        Log.LogMessage(
            MessageImportance.High,
            $"SimClr.Core: {FileName} repaired for a libstdc++ older than GCC 13's: {copy} (property SimClrRepairTorchSharp).");
        return copy;
    }
}
