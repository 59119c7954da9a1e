using SimClr.Core.Mpi.Jobs;
using SimClr.Core.Mpi.Native;

namespace SimClr.Core.Mpi.Tests;

public sealed class LaunchTests
{
    [Fact]
    public void Of_OpenMpisVariables_IsItsLibrary()
        => Of("OMPI_COMM_WORLD_SIZE=4", "OMPI_COMM_WORLD_RANK=2", "PMIX_RANK=2", "PMIX_NAMESPACE=a", "SLURM_STEP_NUM_TASKS=2")
            .Should().Be(new Launch("mpirun of Open MPI", MpiFamily.OpenMpi, 4, 2));

    [Fact]
    public void Of_HydrasVariables_IsMpich()
        => Of("PMI_SIZE=3", "PMI_RANK=1", "PMI_FD=6").Should().Be(new Launch("mpiexec of MPICH or its kin", MpiFamily.Mpich, 3, 1));

    [Fact]
    public void Of_OneLauncherWithinAnother_IsTheOneWithMoreProcesses()
        => Of("OMPI_COMM_WORLD_SIZE=1", "OMPI_COMM_WORLD_RANK=0", "PMI_SIZE=3", "PMI_RANK=1").Family.Should().Be(MpiFamily.Mpich);

    [Fact]
    public void Of_PmixAlone_FitsAnyLibrary()
        => Of("PMIX_RANK=1", "PMIX_NAMESPACE=a", "SLURM_STEP_NUM_TASKS=2").Should().Be(new Launch("a launcher with PMIx", null, 2, 1));

    [Fact]
    public void Of_SrunWithoutMpi_CountsWithSeveralTasks()
    {
        Of("SLURM_STEP_NUM_TASKS=2", "SLURM_PROCID=1").Should().Be(new Launch("srun of Slurm", null, 2, 1));
        Of("SLURM_STEP_NUM_TASKS=1", "SLURM_PROCID=0").IsLaunched.Should().BeFalse();
    }

    [Theory]
    [InlineData]
    [InlineData("OMPI_COMM_WORLD_SIZE=")]
    [InlineData("PMI_SIZE=many")]
    [InlineData("PMIX_RANK=0")]
    public void Of_NoLaunchersVariables_IsNoLauncher(params string[] variables)
    {
        Launch launch = Of(variables);

        launch.IsLaunched.Should().BeFalse();
        launch.Invoking(it => it.CheckIsAlone("a library")).Should().NotThrow();
    }

    [Theory]
    [InlineData("mpirun of Open MPI started 4 processes", "OMPI_COMM_WORLD_SIZE=4")]
    [InlineData("a launcher with PMIx started this process as number 2", "PMIX_RANK=2", "PMIX_NAMESPACE=a")]
    public void CheckIsAlone_LaunchedWithOthers_SaysSo(string message, params string[] variables)
        => FluentActions.Invoking(() => Of(variables).CheckIsAlone("libx (X 1)")).Should().Throw<MpiException>()
            .WithMessage($"{message}, but libx (X 1) knows of one only*");

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=1")]
    [InlineData("PMIX_RANK=0", "PMIX_NAMESPACE=a")]
    public void CheckIsAlone_LaunchedAlone_IsRight(params string[] variables)
        => Of(variables).Invoking(it => it.CheckIsAlone("a library")).Should().NotThrow();

    [Fact]
    public void Names_OfALauncher_AreNoneOfAnothers()
    {
        if (!OperatingSystem.IsLinux())
            return;
        MpiLibraryFinder.Names(MpiFamily.OpenMpi).Should().Equal("libmpi.so.40", "libmpi_abi.so.1", "libmpi_abi.so.0", "libmpi_abi.so");
        MpiLibraryFinder.Names(MpiFamily.Mpich).Should().StartWith(["libmpich.so.12", "libmpi.so.12"]).And.NotContain("libmpi.so.40");
        MpiLibraryFinder.Names(null).Should().Contain(["libmpi.so.40", "libmpich.so.12", "libmpi_abi.so.1"]);
    }

    [Theory]
    [InlineData("apt install openmpi-bin", "OMPI_COMM_WORLD_SIZE=2")]
    [InlineData("apt install mpich", "PMI_SIZE=2")]
    [InlineData("apt install openmpi-bin or apt install mpich", "PMIX_RANK=1", "PMIX_NAMESPACE=a")]
    public void Missing_NoLibrary_NamesWhatWasTriedAndWhatToInstall(string install, params string[] variables)
    {
        Launch launch = Of(variables);

        MpiLibraryFinder.Missing(launch, ["libx.so.1", "liby.so.2"]).Message.Should().StartWith($"{launch.Launcher} started this process")
            .And.Contain("libx.so.1, liby.so.2").And.Contain($"(Debian: {install})");
    }

    private static Launch Of(params string[] variables)
    {
        Dictionary<string, string> values = variables.Select(variable => variable.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return Launch.Of(name => values.GetValueOrDefault(name));
    }
}
