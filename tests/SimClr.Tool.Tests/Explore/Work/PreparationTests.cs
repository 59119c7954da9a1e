using System.Numerics;
using SimClr.Tool.Explore;
using SimClr.Tool.Explore.Maps;
using SimClr.Tool.Explore.Work;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.Explore.Work;

public sealed class PreparationTests : IDisposable
{
    private readonly ExampleCollection _collection = new();

    private string MapFile => _collection.Workspace.In("explore.map.safetensors");

    public void Dispose() => _collection.Dispose();

    [Fact]
    public async Task Run_NewCollection_MakesMapAndFindingsAndKeepsThem()
    {
        File.Copy(_collection.PathOf(4), _collection.PathOf(5), overwrite: true);
        await Preparation.RunAsync(_collection.Exhibition, CancellationToken.None);

        _collection.Exhibition.Status.Problem.Should().BeNull();
        _collection.Exhibition.Map!.Points.Should().HaveCount(ExampleCollection.Count);
        Findings findings = _collection.Exhibition.Findings!;
        findings.Scores.All().Should().HaveCount(PictureScores.Names.Count).And.OnlyContain(score => score.Length == ExampleCollection.Count);
        findings.Issues.Should().ContainSingle(issue => issue.Kind == FindingKind.ExactDuplicate && issue.Index == 5 && issue.Other == 4);
        (findings.Flags(ExampleCollection.Count)[5] & 1).Should().Be(1);
        findings.Scores.Twin[0].Should().Be(-1, "no picture comes before the first");
        findings.Scores.Nearest.Should().OnlyContain(similarity => similarity > 0.9f, "all pictures of a class look alike");
        (await AgainAsync()).Map!.Points.Should().Equal(_collection.Exhibition.Map.Points);
    }

    [Fact]
    public async Task Map_PictureOfTheCollection_IsPlacedAmongItsOwn()
    {
        await Preparation.RunAsync(_collection.Exhibition, CancellationToken.None);
        MapLayout map = (await AgainAsync()).Map!;

        for (int index = 0; index < ExampleCollection.Count; index += 9)
        {
            Vector2 place = map.Place(_collection.Pictures.Embeddings.Row(index).ToArray(), CancellationToken.None);
            int nearest = Enumerable.Range(0, map.Points.Length).MinBy(other => Vector2.Distance(place, map.Points[other]));
            (nearest / ExampleCollection.PerClass).Should().Be(index / ExampleCollection.PerClass, "classes are colors, which is all that the vectors know");
        }
    }

    [Fact]
    public async Task Run_KeptForTheseVectors_ReadsThemAndMakesNothing()
    {
        await Preparation.RunAsync(_collection.Exhibition, CancellationToken.None);
        DateTime made = File.GetLastWriteTimeUtc(MapFile);
        Exhibition again = await AgainAsync();
        File.GetLastWriteTimeUtc(MapFile).Should().Be(made);
        again.Findings.Should().BeEquivalentTo(_collection.Exhibition.Findings);
    }

    [Theory]
    [InlineData("explore.map.txt")]
    [InlineData("explore.map.safetensors")]
    [InlineData("explore.issues.json")]
    public async Task Run_DamagedFile_MakesItAnew(string name)
    {
        await Preparation.RunAsync(_collection.Exhibition, CancellationToken.None);
        File.WriteAllText(_collection.Workspace.In(name), "damage");

        Exhibition again = await AgainAsync();

        again.Status.Problem.Should().BeNull();
        again.Map!.Points.Should().Equal(_collection.Exhibition.Map!.Points);
        again.Findings.Should().BeEquivalentTo(_collection.Exhibition.Findings);
        new FileInfo(_collection.Workspace.In(name)).Length.Should().BeGreaterThan(6);
    }

    [Fact]
    public async Task Run_Canceled_EndsWithoutAProblem()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        _ = await Record.ExceptionAsync(() => Preparation.RunAsync(_collection.Exhibition, stop.Token));
        _collection.Exhibition.Map.Should().BeNull();
        _collection.Exhibition.Status.Problem.Should().BeNull();
    }

    private async Task<Exhibition> AgainAsync()
    {
        Exhibition again = new(_collection.Pictures, _collection.Workspace, _collection.Exhibition.Dropped);
        await Preparation.RunAsync(again, CancellationToken.None);
        return again;
    }
}
