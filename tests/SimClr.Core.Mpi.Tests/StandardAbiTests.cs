using System.Diagnostics;
using System.Reflection;

namespace SimClr.Core.Mpi.Tests;

/// <summary>The standard interface of MPI 5 against a stub of one process, which checks what it is given.</summary>
public sealed class StandardAbiTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simclr-mpi-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [CompilerFact]
    public void Run_StandardLibrary_GetsTheStandardsConstants()
    {
        using RanksJob job = RanksJob.StartAlone("checks", "--library", Compile(), "--check").WaitForEnd();

        job.Output.Trim().Should().Be("all checks passed", job.All);
        job.Errors.Trim().Should().Be("stub: finalized");
        job.ExitCode.Should().Be(0);
    }

    [CompilerFact]
    public void Run_CallFails_HasTheLibrarysMessageAndAborts()
    {
        using RanksJob job = RanksJob.StartAlone("broadcast13", "--library", Compile()).WaitForEnd();

        job.Errors.Should().Contain("rank 0 of 1: MPI_Ibcast of ", job.All).And.Contain("failed: stub: error 13 (code 13).").And.Contain("stub: abort 1");
        job.ExitCode.Should().Be(1);
    }

    private string Compile()
    {
        string library = Path.Combine(_folder, "libmpi_abi.so.1");
        string source = typeof(StandardAbiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Stub").Value!;
        using Process gcc = Process.Start("gcc", ["-shared", "-fPIC", "-Wall", "-Werror", "-o", library, source]);
        gcc.WaitForExit();
        gcc.ExitCode.Should().Be(0);
        return library;
    }
}
