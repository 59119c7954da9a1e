using SimClr.Core.Mpi.Jobs;
using SimClr.Core.Mpi.Native;

namespace SimClr.Core.Mpi.Tests;

public sealed class LaunchTests
{
    [Fact]
    public void Of_OpenMpisVariables_IsItsLibrary()
        => Of("OMPI_COMM_WORLD_SIZE=4", "OMPI_COMM_WORLD_RANK=2", "PMIX_RANK=2", "PMIX_NAMESPACE=a", "SLURM_STEP_NUM_TASKS=2")
            .Should().BeEquivalentTo(new Launch("mpirun of Open MPI", [MpiFamily.OpenMpi, MpiFamily.Standard], 4, 2));

    [Fact]
    public void Of_HydrasVariables_IsMpich()
    {
        Launch expected = new("mpiexec of MPICH or its kin", [MpiFamily.Mpich, MpiFamily.Standard], 3, 1);

        Of("PMI_SIZE=3", "PMI_RANK=1", "MPI_LOCALNRANKS=3").Should().BeEquivalentTo(expected);
        Of("PMI_SIZE=3", "PMI_RANK=1", "MPI_LOCALNRANKS=2", "SLURM_STEP_NUM_TASKS=2").Should().BeEquivalentTo(expected, "its daemons were started by srun");
    }

    [Fact]
    public void Of_SrunWithPmi_MayBeEitherLibrary()
        => Of("PMI_SIZE=3", "PMI_RANK=1", "SLURM_STEP_NUM_TASKS=3").Should()
            .BeEquivalentTo(new Launch("srun of Slurm with PMI", [MpiFamily.Mpich, MpiFamily.OpenMpi, MpiFamily.Standard], 3, 1), options => options.WithStrictOrdering());

    [Fact]
    public void Of_OneLauncherWithinAnother_IsTheOneWithMoreProcesses()
        => Of("OMPI_COMM_WORLD_SIZE=1", "OMPI_COMM_WORLD_RANK=0", "PMI_SIZE=3", "PMI_RANK=1").Families[0].Should().Be(MpiFamily.Mpich);

    [Fact]
    public void Of_PmixAlone_FitsAnyLibrary()
        => Of("PMIX_RANK=1", "PMIX_NAMESPACE=a", "SLURM_STEP_NUM_TASKS=2").Should()
            .BeEquivalentTo(new Launch("a launcher with PMIx", [MpiFamily.OpenMpi, MpiFamily.Mpich, MpiFamily.Standard], 2, 1));

    [Fact]
    public void Of_SrunWithoutMpi_CountsWithSeveralTasks()
    {
        Launch launch = Of("SLURM_STEP_NUM_TASKS=2", "SLURM_PROCID=1");

        (launch.Launcher, launch.Size, launch.Rank).Should().Be(("srun of Slurm without PMI", 2, 1));
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

    [LinuxFact]
    public void Names_OfFamilies_AreThoseInTheirOrder()
        => MpiLibraryFinder.Names([MpiFamily.Mpich, MpiFamily.OpenMpi, MpiFamily.Standard]).Should().Equal(
            "libmpich.so.12", "libmpi.so.12", "libmpi.so.40", "libmpi_abi.so.1", "libmpi_abi.so.0", "libmpi_abi.so");

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
