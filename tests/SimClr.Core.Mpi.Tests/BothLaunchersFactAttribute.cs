namespace SimClr.Core.Mpi.Tests;

/// <summary>A test that mixes Open MPI and MPICH; skipped where one of them is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothLaunchersFactAttribute : FactAttribute
{
    public BothLaunchersFactAttribute()
    {
        if (Launcher.OpenMpi.Path is null || Launcher.Mpich.Path is null)
            Skip = "Open MPI and MPICH are not both installed.";
    }
}
