using System;
using System.Collections.Generic;
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

    /// <summary>The native files about to be copied; those not named libLibTorchSharp.so are ignored.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>auto (repair where this machine's libstdc++ lacks the version), always or never.</summary>
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
        if (Mode is not ("auto" or "always" or "never"))
        {
            Log.LogError($"SimClrRepairTorchSharp is '{Mode}'; expected auto, always or never.");
            return false;
        }

        ITaskItem[] candidates = Files.Where(file => Path.GetFileName(file.ItemSpec) == FileName).ToArray();
        if (Mode == "never" || candidates.Length == 0)
            return true;
        if (Mode == "auto" && InstalledLibStdCxx.Has(NativeLibraryRepair.NewSymbol, NativeLibraryRepair.NewVersion))
        {
            Log.LogMessage(MessageImportance.Low, $"SimClr.Core: {FileName} left as it is: the installed libstdc++ has {NativeLibraryRepair.NewVersion}.");
            return true;
        }

        List<ITaskItem> replaced = [];
        List<ITaskItem> repaired = [];
        foreach (ITaskItem file in candidates)
        {
            if (Repair(file.ItemSpec) is not { } copy)
                continue;
            replaced.Add(file);
            repaired.Add(new TaskItem(file) { ItemSpec = copy });
        }

        Replaced = [.. replaced];
        Repaired = [.. repaired];
        return !Log.HasLoggedErrors;
    }

    private string? Repair(string file)
    {
        try
        {
            byte[]? content = NativeLibraryRepair.Repair(File.ReadAllBytes(file));
            if (content is null)
            {
                Log.LogMessage(MessageImportance.Low, $"SimClr.Core: {file} left as it is: it does not need {NativeLibraryRepair.NewVersion}.");
                return null;
            }

            string copy = Path.GetFullPath(Path.Combine(OutputFolder, FileName));
            WriteIfDifferent(copy, content);
            return copy;
        }
        catch (ElfFormatException exception)
        {
            Log.LogWarning(
                $"SimClr.Core: {file} was left alone because {exception.Message}. If TorchSharp does not load (libstdc++ without "
                + $"{NativeLibraryRepair.NewVersion}), install a libstdc++ from GCC 13 or later, or set SimClrRepairTorchSharp to never to silence this warning.");
            return null;
        }
    }

    // Unchanged content keeps its time stamp, so that an up-to-date output is not copied again; the write is
    // atomic because builds of several projects or configurations may share the folder.
    private void WriteIfDifferent(string path, byte[] content)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).SequenceEqual(content))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = path + "." + System.Diagnostics.Process.GetCurrentProcess().Id + ".tmp";
        File.WriteAllBytes(temporary, content);
        File.Delete(path);
        File.Move(temporary, path);
        Log.LogMessage(
            MessageImportance.High,
            $"SimClr.Core: repaired {FileName} for libstdc++ older than GCC 13 ({path}); the NuGet cache is untouched. See SimClrRepairTorchSharp in the documentation.");
    }
}
