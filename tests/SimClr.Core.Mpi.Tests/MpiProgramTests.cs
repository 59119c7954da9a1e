namespace SimClr.Core.Mpi.Tests;

public sealed class MpiProgramTests
{
    // Far less than a rank of the scenarios sleeps, and than the default of the time-out.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [OpenMpiData(1)]
    [OpenMpiData(2)]
    [OpenMpiData(3)]
    [OpenMpiData(4)]
    [MpichData(1)]
    [MpichData(2)]
    [MpichData(3)]
    [MpichData(4)]
    public void Run_AllOperations_GiveWhatEachRankComputesByItself(Launcher launcher, int ranks)
    {
        using RanksJob job = RanksJob.Start(launcher, ranks, "checks", "--timeout", "60").WaitForEnd();

        job.Output.Trim().Should().Be("all checks passed", job.All);
        job.ExitCode.Should().Be(0);
    }

    [Theory]
    [OpenMpiData]
    [MpichData]
    public void Run_ResultOfOneRank_IsItsExitCodeAndAllComeToTheEnd(Launcher launcher)
    {
        using RanksJob job = RanksJob.Start(launcher, 2, "result").WaitForEnd();

        job.Output.Should().Contain("the end", job.All);
        job.ExitCode.Should().Be(3, job.All);
    }

    [Theory]
    [OpenMpiData("throw", "rank 1 of 3: System.InvalidOperationException: this is the reason")]
    [MpichData("throw", "rank 1 of 3: System.InvalidOperationException: this is the reason")]
    [OpenMpiData("thread", "rank 1 of 3: Unhandled exception on another thread: System.InvalidOperationException: this is the reason")]
    [MpichData("thread", "rank 1 of 3: Unhandled exception on another thread: System.InvalidOperationException: this is the reason")]
    [OpenMpiData("exit", "rank 1 of 3: The process exits before its program has come to an end.")]
    [MpichData("exit", "rank 1 of 3: The process exits before its program has come to an end.")]
    [OpenMpiData("kill", "")]
    [MpichData("kill", "")]
    public void Run_ARankFails_EndsTheJobWithItsMessageOnce(Launcher launcher, string scenario, string message)
    {
        using RanksJob job = RanksJob.Start(launcher, 3, scenario).WaitForEnd();

        job.ExitCode.Should().NotBe(0, job.All);
        job.Output.Should().NotContain("came to the end");
        job.Duration.Should().BeLessThan(Soon);
        if (message.Length > 0)
            job.Errors.Split(message).Should().HaveCount(2, job.All);
        job.Errors.Should().NotContain("rank 0 of 3").And.NotContain("rank 2 of 3");
    }

    [Theory]
    [OpenMpiData("hang", "Barrier has waited 3 s")]
    [MpichData("hang", "Barrier has waited 3 s")]
    [OpenMpiData("leave", "Barrier has waited 3 s")]
    [OpenMpiData("absent", "The start of MPI did not come back within 3 s")]
    [MpichData("absent", "The start of MPI did not come back within 3 s")]
    public void Run_ARankHangs_IsNoticedInTime(Launcher launcher, string scenario, string message)
    {
        using RanksJob job = RanksJob.Start(launcher, 2, scenario, "--timeout", "3").WaitForEnd();

        job.Errors.Should().Contain($"rank 0 of 2: {message}", job.All);
        job.ExitCode.Should().NotBe(0);
        job.Duration.Should().BeLessThan(Soon);
    }

    [Theory]
    [OpenMpiData]
    [MpichData]
    public void Run_SumsThatNobodyWaitedFor_AreCompleteAtTheEnd(Launcher launcher)
    {
        using RanksJob job = RanksJob.Start(launcher, 2, "pending").WaitForEnd();

        job.Output.Trim().Should().Be("left", job.All);
        job.ExitCode.Should().Be(0, job.All);
    }

    [Theory]
    [OpenMpiData]
    [MpichData]
    public void Run_DifferentCallsAndCheckCalls_AreBothInTheMessage(Launcher launcher)
    {
        using RanksJob job = RanksJob.Start(launcher, 2, "other", "--check").WaitForEnd();

        job.Errors.Should().Contain("The ranks make different calls", job.All)
            .And.Contain("AllReduce of Float32 [3, 4]").And.Contain("Broadcast from rank 0 of Float32 [3, 4]");
        job.ExitCode.Should().NotBe(0);
    }

    [Theory]
    [OpenMpiData]
    [MpichData]
    public void Run_LauncherGetsSigterm_CancelsTheTokenOfEachRank(Launcher launcher)
    {
        using RanksJob job = RanksJob.Start(launcher, 3, "wait");
        job.WaitFor("ready");

        job.Signal("TERM");

        job.WaitForEnd();
        for (int rank = 0; rank < 3; rank++)
            job.Output.Should().Contain($"rank {rank} canceled True", job.All);
    }

    [BothLaunchersFact]
    public void Run_LibraryOfAnotherLauncher_IsRefused()
    {
        foreach ((Launcher launcher, Launcher other) in new[] { (Launcher.OpenMpi, Launcher.Mpich), (Launcher.Mpich, Launcher.OpenMpi) })
        {
            using RanksJob job = RanksJob.Start(launcher, 2, "size", "--library", other.Library).WaitForEnd();

            job.Errors.Should().Contain($"{launcher.Name}", job.All).And.Contain($"started 2 processes, but {other.Library}")
                .And.Contain("each rank would train alone");
            job.Output.Should().BeEmpty("no rank ran the program");
            job.ExitCode.Should().NotBe(0);
        }
    }

    [Fact]
    public void Run_NoLauncher_IsOneProcessWithoutMpi()
    {
        using RanksJob job = RanksJob.StartAlone("size").WaitForEnd();

        job.Output.Trim().Should().Be("size 1 launched False", job.All);
        job.ExitCode.Should().Be(0);
    }

    [Fact]
    public void Run_LibraryIsNotThere_IsSaidWithItsName()
    {
        using RanksJob job = RanksJob.StartAlone("size", "--library", "nowhere").WaitForEnd();

        job.Errors.Should().Contain("refused: MpiOptions.Library 'nowhere' cannot be loaded", job.All);
        job.ExitCode.Should().Be(4);
    }

    [UnixFact]
    public void Run_SecondSignal_EndsTheProcess()
    {
        using RanksJob job = RanksJob.StartAlone("ignore");
        job.WaitFor("ready");
        job.Signal("TERM");
        job.WaitFor("canceled");

        job.Signal("TERM");

        job.WaitForEnd().ExitCode.Should().Be(128 + 15);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(604801)]
    public void Run_TimeoutOutOfRange_IsRefused(double seconds)
        => FluentActions.Invoking(() => MpiProgram.Run((_, _) => 0, new MpiOptions { TimeoutSeconds = seconds }))
            .Should().Throw<Microsoft.Extensions.Options.OptionsValidationException>().WithMessage("*TimeoutSeconds*between 1 and 604800*");
}
