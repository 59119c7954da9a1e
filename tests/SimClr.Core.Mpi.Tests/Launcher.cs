namespace SimClr.Core.Mpi.Tests;

/// <summary>An installed launcher, which xUnit shows by its name.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Programs">What it may be called; Debian tells the two apart.</param>
/// <param name="Options">What each job of the tests needs.</param>
/// <param name="Library">Its library.</param>
public sealed record Launcher(string Name, string[] Programs, string[] Options, string Library)
{
    /// <summary>Tests run as root in containers, and with more ranks than cores anywhere.</summary>
    public static Launcher OpenMpi { get; } = new("Open MPI", ["mpirun.openmpi"], ["--oversubscribe", "--allow-run-as-root"], "libmpi.so.40");

    public static Launcher Mpich { get; } = new("MPICH", ["mpiexec.mpich", "mpiexec.hydra"], [], "libmpich.so.12");

    /// <summary>The program's path; null if it is not installed.</summary>
    public string? Path => Programs.Select(Find).FirstOrDefault(path => path is not null);

    public static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public override string ToString() => Name;
}
