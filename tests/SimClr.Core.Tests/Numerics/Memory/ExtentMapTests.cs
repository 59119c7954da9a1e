using CsCheck;
using SimClr.Core.Numerics.Memory;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Numerics.Memory;

public sealed class ExtentMapTests
{
    private const long Length = 1000;

    /// <summary>Steps: a positive number takes so much, another gives one of the taken extents back.</summary>
    private static readonly Gen<int[]> Steps = Gen.Int[-100, 100].Array[0, 300];

    [Fact]
    public void Steps_AnyOfThem_TakenAndFreeExtentsTileTheRange() => Steps.Sample(steps => Replay(steps, (map, taken) =>
    {
        (long Start, long Length)[] free = [.. map.FreeExtents];
        (long Start, long Length)[] all = [.. free.Concat(taken).OrderBy(extent => extent.Start)];
        all.Sum(extent => extent.Length).Should().Be(Length);
        all.Zip(all.Skip(1)).All(pair => pair.First.Start + pair.First.Length == pair.Second.Start).Should().BeTrue("nothing overlaps");
        free.Zip(free.Skip(1)).All(pair => pair.First.Start + pair.First.Length < pair.Second.Start).Should().BeTrue("neighbors merge");
        map.TakenLength.Should().Be(taken.Sum(extent => extent.Length));
        map.TakenCount.Should().Be(taken.Count);
    }));

    [Fact]
    public void Steps_AnyOfThem_TakeTheLowestOfTheSmallestThatSuffice() => Steps.Sample(steps =>
    {
        List<(long Start, long Length)> before = [(0, Length)];
        int count = 0;
        Replay(steps, (map, taken) =>
        {
            if (taken.Count > count)
            {
                (long start, long length) = taken[^1];
                before.Where(hole => hole.Length >= length).OrderBy(hole => hole.Length).ThenBy(hole => hole.Start).First()
                    .Start.Should().Be(start);
            }

            (before, count) = ([.. map.FreeExtents], taken.Count);
        });
    });

    [Fact]
    public void Steps_AllGivenBackAtTheEnd_OneFreeExtent() => Steps.Sample(steps =>
    {
        (ExtentMap map, List<(long Start, long Length)> taken) = Replay(steps);
        taken.ForEach(extent => map.TryGiveBack(extent.Start).Should().BeTrue());
        map.FreeExtents.Should().Equal((0L, Length));
    });

    [Fact]
    public void Steps_Twice_SamePlaces()
        => Steps.Sample(steps => Replay(steps).Taken.SequenceEqual(Replay(steps).Taken));

    [Fact]
    public void TryTake_NothingLongEnough_ReturnsFalseAndChangesNothing()
    {
        ExtentMap map = new(10);
        map.TryTake(4, out _).Should().BeTrue();

        map.TryTake(7, out _).Should().BeFalse();

        map.FreeExtents.Should().Equal((4L, 6L));
        map.TakenLength.Should().Be(4);
    }

    [Fact]
    public void TryGiveBack_NotTheStartOfATakenExtent_ReturnsFalse()
    {
        ExtentMap map = new(10);
        map.TryTake(4, out long start);

        map.TryGiveBack(start + 1).Should().BeFalse();
        map.TryGiveBack(start).Should().BeTrue();
        map.TryGiveBack(start).Should().BeFalse("it was given back already");
    }

    /// <summary>
    /// What the map is for: a training step takes its activations one after the other, then gives them back in reverse while it takes
    /// gradients of the same sizes. Over random networks the range in use is hardly longer than what is taken at once.
    /// </summary>
    [Fact]
    public void TryTake_TrainingStepsOfRandomNetworks_ReachLittleBeyondWhatIsTaken()
    {
        double[] excess = [.. Enumerable.Range(0, 200).Select(seed => ReachOfSteps(new RandomStream(seed)))];

        excess.Average().Should().BeLessThan(1.02);
        excess.Max().Should().BeLessThan(1.15);
    }

    private static double ReachOfSteps(RandomStream random)
    {
        ExtentMap map = new(1L << 40);
        long[] sizes = [.. Enumerable.Range(0, 20 + random.NextInt32(60)).Select(_ => 64L << random.NextInt32(6))];
        (long reach, long most) = (0, 0);
        for (int step = 0; step < 3; step++)
        {
            long[] activations = [.. sizes.Select(Take)];
            long gradient = Take(sizes[^1]);
            for (int layer = sizes.Length - 1; layer >= 0; layer--)
            {
                long next = Take(sizes[Math.Max(layer - 1, 0)]);
                map.TryGiveBack(gradient);
                map.TryGiveBack(activations[layer]);
                gradient = next;
            }

            map.TryGiveBack(gradient);
        }

        return (double)reach / most;

        long Take(long size)
        {
            map.TryTake(size, out long start).Should().BeTrue();
            (reach, most) = (Math.Max(reach, start + size), Math.Max(most, map.TakenLength));
            return start;
        }
    }

    private static (ExtentMap Map, List<(long Start, long Length)> Taken) Replay(
        int[] steps, Action<ExtentMap, List<(long Start, long Length)>>? check = null)
    {
        ExtentMap map = new(Length);
        List<(long Start, long Length)> taken = [];
        foreach (int step in steps)
        {
            if (step > 0 && map.TryTake(step, out long start))
            {
                taken.Add((start, step));
            }
            else if (step <= 0 && taken.Count > 0)
            {
                map.TryGiveBack(taken[-step % taken.Count].Start).Should().BeTrue();
                taken.RemoveAt(-step % taken.Count);
            }

            check?.Invoke(map, taken);
        }

        return (map, taken);
    }
}
