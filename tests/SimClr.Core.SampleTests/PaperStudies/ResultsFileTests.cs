using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Running;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.PaperStudies;

public sealed class ResultsFileTests : IDisposable
{
    private const string Images = "ten images";
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.Combine("results.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_AfterAdd_FindsEqualCells()
    {
        ResultsFile.Open(Path, Images).Add(Result(seed: 1));

        ResultsFile again = ResultsFile.Open(Path, Images);

        again.Find(Cell(seed: 1))!.Metrics.Should().Equal(new Dictionary<string, double> { ["linear accuracy"] = 0.1 + 0.2 });
        again.Find(Cell(seed: 1))!.Cell.Should().Be(Cell(seed: 1));
        again.Find(Cell(seed: 2)).Should().BeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Open_TornLastLine_KeepsTheOthersAndGoesOn(int bytesLost)
    {
        ResultsFile file = ResultsFile.Open(Path, Images);
        file.Add(Result(seed: 1));
        file.Add(Result(seed: 2));
        byte[] bytes = File.ReadAllBytes(Path);
        File.WriteAllBytes(Path, bytes[..^(1 + bytesLost)]);

        ResultsFile torn = ResultsFile.Open(Path, Images);
        torn.Find(Cell(seed: 1)).Should().NotBeNull();
        torn.Find(Cell(seed: 2)).Should().BeNull();
        torn.Add(Result(seed: 2));

        ResultsFile.Open(Path, Images).All.Should().HaveCount(2);
    }

    [Fact]
    public void Open_DamagedInTheMidst_NamesTheLine()
    {
        ResultsFile file = ResultsFile.Open(Path, Images);
        file.Add(Result(seed: 1));
        file.Add(Result(seed: 2));
        string[] lines = File.ReadAllLines(Path);
        lines[1] = lines[1][..20];
        File.WriteAllLines(Path, lines);

        Action open = () => ResultsFile.Open(Path, Images);

        open.Should().Throw<InvalidDataException>().WithMessage("Line 2 of *results.jsonl is damaged*");
    }

    [Fact]
    public void Open_OtherImages_IsRefused()
    {
        ResultsFile.Open(Path, Images).Add(Result(seed: 1));

        Action open = () => ResultsFile.Open(Path, "eleven images");

        open.Should().Throw<InvalidDataException>().WithMessage("*results of other images: 'ten images', where this run has 'eleven images'*");
    }

    [Fact]
    public void Id_AnyDifference_IsAnother()
    {
        PretrainingCell cell = new(new Recipe(), 1);
        string[] ids =
        [
            cell.Id, new PretrainingCell(new Recipe(), 2).Id, new PretrainingCell(new Recipe { Views = 4 }, 1).Id,
            new LinearCell(cell, Layer.Encoder, Split.Test).Id, new LinearCell(cell, Layer.Head, Split.Test).Id,
        ];

        ids.Should().OnlyHaveUniqueItems();
        new PretrainingCell(new Recipe(), 1).Id.Should().Be(cell.Id);
    }

    private static Cell Cell(long seed) => new LinearCell(new PretrainingCell(new Recipe { Epochs = 3 }, seed), Layer.Encoder, Split.Test);

    private static CellResult Result(long seed)
        => new(Cell(seed).Id, Cell(seed), new Dictionary<string, double> { ["linear accuracy"] = 0.1 + 0.2 }, 1.5, "1.0");
}
