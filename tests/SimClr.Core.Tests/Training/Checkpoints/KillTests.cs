using System.Globalization;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>SIGKILL at random moments, also in the midst of saving. SIMCLR_KILLS=100 makes a long chain of it.</summary>
public sealed class KillTests : IDisposable
{
    private const int EpochsPerKill = 10;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_KilledAgainAndAgain_EqualsTheUninterruptedRun()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("SIMCLR_KILLS"), CultureInfo.InvariantCulture, out int wanted)
            ? wanted
            : 5;
        int epochs = kills * EpochsPerKill;

        KilledRun.Chain(_folder.At("run"), epochs, kills).Should().Be(KilledRun.Uninterrupted(epochs));

        Directory.EnumerateFiles(_folder.At("run")).Should().HaveCount(2, "nothing unfinished is left, and two are kept");
    }
}
