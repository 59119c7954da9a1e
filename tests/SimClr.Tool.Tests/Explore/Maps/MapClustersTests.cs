using System.Numerics;
using SimClr.Tool.Explore.Maps;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.Explore.Maps;

public sealed class MapClustersTests
{
    [Fact]
    public void Find_ThreeGroupsApart_AreThree()
    {
        short[] clusters = MapClusters.Find(ExampleCollection.Points());
        for (int group = 0; group < 3; group++)
            clusters.Skip(group * ExampleCollection.PerClass).Take(ExampleCollection.PerClass).Distinct().Should().ContainSingle();
        clusters.Distinct().Should().BeEquivalentTo(new short[] { 0, 1, 2 });
    }

    [Fact]
    public void Find_GroupsOfAnySize_NumbersTheLargestFirst()
    {
        Vector2[] points = [.. Disk(new Vector2(0, 0), 40), .. Disk(new Vector2(50, 0), 160)];
        short[] clusters = MapClusters.Find(points);
        clusters[0].Should().Be(1);
        clusters[^1].Should().Be(0);
    }

    [Fact]
    public void Find_FewStrayPoints_AreInNoGroup()
    {
        Vector2[] points = [.. Disk(new Vector2(0, 0), 200), new Vector2(90, 90), new Vector2(90.1f, 90)];
        MapClusters.Find(points).Skip(200).Should().Equal(-1, -1);
    }

    [Fact]
    public void Find_OneRoundGroup_IsOne()
        => MapClusters.Find([.. Disk(Vector2.Zero, 2000)]).Should().OnlyContain(cluster => cluster == 0);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Find_AllInOnePlace_HaveOneNumber(int count)
        => MapClusters.Find(new Vector2[count]).Distinct().Should().ContainSingle();

    // Evenly filled: the sunflower's seeds (Vogel 1979).
    private static IEnumerable<Vector2> Disk(Vector2 middle, int count) => Enumerable.Range(0, count).Select(i =>
    {
        (float sin, float cos) = MathF.SinCos(i * 2.399963f);
        return middle + new Vector2(cos, sin) * MathF.Sqrt(i);
    });
}
