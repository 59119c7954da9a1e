namespace SimClr.Tool.Tests.Pretraining;

/// <summary>A test under Open MPI's launcher; skipped where it is not installed.</summary>
public sealed class OpenMpiFactAttribute : FactAttribute
{
    public OpenMpiFactAttribute()
    {
        if (Launcher is null)
            Skip = "Open MPI is not installed: there is no mpirun.openmpi.";
    }

    /// <summary>The launcher's path; null if there is none.</summary>
    public static string? Launcher => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "mpirun.openmpi")).FirstOrDefault(File.Exists);
}
