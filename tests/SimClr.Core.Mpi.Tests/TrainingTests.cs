using System.Globalization;
using SimClr.Core.Interop;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Tests;

/// <summary>Whole training runs under a launcher: as one process, killed, resumed.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simclr-mpi-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [OpenMpiData(2)]
    [OpenMpiData(4)]
    [MpichData(3)]
    public void Train_OverRanks_HasLossesAndWeightsOfOneProcess(Launcher launcher, int ranks)
    {
        (double[] losses, double[] weights) = Ended(RanksJob.StartAlone("train", In("one"), "threads=1"));

        (double[] overRanks, double[] weightsOverRanks) = Ended(RanksJob.Start(launcher, ranks, "train", In("ranks"), "threads=1"), "ranks");

        losses.Should().HaveCount(10);
        RelativeError(overRanks, losses).Should().BeLessThan(1e-5);
        RelativeError(weightsOverRanks, weights).Should().BeLessThan(1e-4);
    }

    [Theory]
    [OpenMpiData]
    [MpichData]
    public void Train_RankIsKilled_GoesOnFromAWholeCheckpoint(Launcher launcher)
    {
        // As often as wanted: a figure of docs/distributed.md is of twenty.
        int times = int.Parse(Environment.GetEnvironmentVariable("SIMCLR_KILLS") ?? "1", CultureInfo.InvariantCulture);
        (_, double[] never) = Ended(RanksJob.Start(launcher, 2, "train", In("never")), "never");
        Random random = new(1);
        for (int time = 0; time < times; time++)
        {
            string checkpoints = $"checkpoints={In($"checkpoints{time}")}";
            using RanksJob killed = RanksJob.Start(launcher, 2, "train", In("killed"), checkpoints, $"die={random.Next(2)}:{random.Next(2, 10)}:{random.Next(300)}");
            killed.WaitForEnd();
            killed.ExitCode.Should().NotBe(0, killed.All);
            File.Exists(In("killed")).Should().BeFalse();

            (double[] losses, double[] resumed) = Ended(RanksJob.Start(launcher, 2, "train", In("killed"), checkpoints), "killed");

            losses.Length.Should().BeLessThan(10, "it went on from a checkpoint");
            resumed.Should().Equal(never);
            File.Delete(In("killed"));
        }
    }

    [TwoHostsFact]
    public void Train_OnTwoHosts_HasTheWeightsOfOne()
    {
        (double[] losses, double[] weights) = Ended(RanksJob.Start(Launcher.OpenMpi, 2, "train", In("one host"), "threads=1"), "one host");
        using TwoHosts hosts = new(_folder);

        (double[] overCable, double[] weightsOverCable) = Ended(hosts.Start("train", In("two hosts"), "threads=1"), "two hosts");

        overCable.Should().Equal(losses);
        weightsOverCable.Should().Equal(weights);
        hosts.BytesSent().Should().BeGreaterThan(10 * sizeof(float) * weights.Length / 2, "the gradients of ten steps went over the cable");
    }

    private (double[] Losses, double[] Weights) Ended(RanksJob job, string weights = "one")
    {
        using (job)
        {
            job.WaitForEnd().ExitCode.Should().Be(0, job.All);
            string[] losses = job.Output.Split('\n').Single(line => line.StartsWith("losses", StringComparison.Ordinal)).Trim().Split(' ');
            using SafeTensorsFile file = SafeTensorsFile.Read(In(weights));
            double[] values = [.. file.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .SelectMany(pair => pair.Value.to(ScalarType.Float64).contiguous().data<double>().ToArray())];
            return ([.. losses.Skip(1).Select(text => double.Parse(text, CultureInfo.InvariantCulture))], values);
        }
    }

    private string In(string name) => Path.Combine(_folder, name);

    private static double RelativeError(double[] actual, double[] expected)
        => actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max() / expected.Max(Math.Abs);
}
