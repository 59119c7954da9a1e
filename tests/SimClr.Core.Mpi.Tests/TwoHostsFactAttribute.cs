namespace SimClr.Core.Mpi.Tests;

/// <summary>A test over two networks of this machine; skipped where they cannot be made.</summary>
public sealed class TwoHostsFactAttribute : FactAttribute
{
    public TwoHostsFactAttribute()
    {
        if (Launcher.OpenMpi.Path is null)
            Skip = "Open MPI is not installed: there is no mpirun.openmpi.";
        else if (!Environment.IsPrivilegedProcess || Launcher.Find("ip") is null || Launcher.Find("unshare") is null)
            Skip = "Two networks need root, ip (iproute2) and unshare (util-linux).";
        else if (!TwoHosts.CanBeMade)
            Skip = "This kernel or container allows no network namespaces.";
    }
}
