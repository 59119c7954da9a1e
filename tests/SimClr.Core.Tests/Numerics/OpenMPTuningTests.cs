using SimClr.Core.Numerics;

namespace SimClr.Core.Tests.Numerics;

public sealed class OpenMPTuningTests
{
    [LinuxX64Fact]
    public void FirstUse_BeforeTorch_LibGompFindsTheSpinCount()
    {
        (OpenMPProcess found, string says) = OpenMPProcess.Start(OpenMPProcess.LibraryFirst);

        found.SpinCount.Should().Be("1000");
        found.Hints.Should().BeEmpty();
        says.Should().Contain("GOMP_SPINCOUNT = '1000'");
    }

    [LinuxX64Fact]
    public void FirstUse_AfterTorch_ChangesNothingAndLogsOneHint()
    {
        (OpenMPProcess found, string says) = OpenMPProcess.Start(OpenMPProcess.TorchFirst);

        found.SpinCount.Should().BeNull();
        found.Hints.Should().ContainSingle("two runs say it once").Which.Should().Contain("GOMP_SPINCOUNT=1000 could not be set");
        says.Should().NotContain("GOMP_SPINCOUNT = '1000'");
    }

    [LinuxX64Fact]
    public void FirstUse_SwitchedOff_ChangesNothing()
    {
        (OpenMPProcess found, _) = OpenMPProcess.Start(OpenMPProcess.SwitchedOff, ("DOTNET_PROCESSOR_COUNT", "1"));

        found.SpinCount.Should().BeNull();
        found.Threads.Should().Be(ProcessorCores.CountAllowed());
        found.Hints.Should().BeEmpty();
    }

    [LinuxX64Fact]
    public void FirstUse_VariablesOfTheUser_AreKept()
    {
        OpenMPProcess.Start(OpenMPProcess.LibraryFirst, ("GOMP_SPINCOUNT", "77")).LibGompSays.Should().Contain("GOMP_SPINCOUNT = '77'");
        OpenMPProcess.Start(OpenMPProcess.LibraryFirst, ("OMP_WAIT_POLICY", "ACTIVE")).Found.SpinCount.Should().BeNull();
    }

    /// <summary>As in a container with a quota of one processor, which .NET counts and torch does not.</summary>
    [LinuxX64Fact]
    public void FirstUse_FewerProcessorsAllowed_TorchUsesNoMoreThreads()
    {
        OpenMPProcess.Start(OpenMPProcess.LibraryFirst, ("DOTNET_PROCESSOR_COUNT", "1")).Found.Threads.Should().Be(1);
        OpenMPProcess.Start(OpenMPProcess.LibraryFirst, ("DOTNET_PROCESSOR_COUNT", "1"), ("OMP_NUM_THREADS", "3"))
            .LibGompSays.Should().Contain("OMP_NUM_THREADS = '3'", "that is the user's wish");
    }

    [Theory]
    [InlineData(2, 2, "", "GOMP_SPINCOUNT=1000")]
    [InlineData(4, 2, "", "GOMP_SPINCOUNT=1000")] // two processors a core: torch takes the cores by itself
    [InlineData(1, 2, "", "GOMP_SPINCOUNT=1000 OMP_NUM_THREADS=1")]
    [InlineData(1, 0, "", "GOMP_SPINCOUNT=1000")] // Linux does not tell the cores
    [InlineData(3, 8, "GOMP_SPINCOUNT", "OMP_NUM_THREADS=3")]
    [InlineData(3, 8, "OMP_WAIT_POLICY", "OMP_NUM_THREADS=3")]
    [InlineData(3, 8, "OMP_NUM_THREADS", "GOMP_SPINCOUNT=1000")]
    [InlineData(3, 8, "MKL_NUM_THREADS", "GOMP_SPINCOUNT=1000")]
    [InlineData(3, 8, "OMP_NUM_THREADS OMP_WAIT_POLICY", "")]
    public void Choose_ProcessorsAndVariables_SetsWhatTheUserLeftOpen(int processors, int cores, string set, string expected)
        => string.Join(' ', OpenMPSettings.Choose(name => set.Split(' ').Contains(name) ? "" : null, processors, cores)
            .Select(setting => $"{setting.Key}={setting.Value}").Order()).Should().Be(expected);

    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("\t0-3,8,10-11\n", new[] { 0, 1, 2, 3, 8, 10, 11 })]
    public void Parse_ListOfProcessors_GivesEachNumber(string list, int[] numbers) => ProcessorCores.Parse(list).Should().Equal(numbers);

    [Fact]
    public void CountAllowed_OnLinux_IsAtLeastOne()
        => ProcessorCores.CountAllowed().Should().BeInRange(OperatingSystem.IsLinux() ? 1 : 0, int.MaxValue);
}
