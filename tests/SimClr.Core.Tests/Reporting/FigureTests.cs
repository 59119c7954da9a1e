using SimClr.Core.Reporting;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Reporting;

public sealed class FigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_FolderIsMissing_IsCreated()
    {
        new Own([1, 2]).Save(Path.Combine(_folder.Path, "a", "b", "c.png"));

        File.ReadAllBytes(Path.Combine(_folder.Path, "a", "b", "c.png")).Should().Equal(1, 2);
    }

    [Fact]
    public void Save_FileExists_IsReplacedAndNothingElseRemains()
    {
        string path = _folder.At("data.png");
        new Own([1, 2, 3]).Save(path);
        new Own([4]).Save(path);

        File.ReadAllBytes(path).Should().Equal(4);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void Save_PlaceIsAFolder_ThrowsAndKeepsIt()
    {
        Directory.CreateDirectory(_folder.At("taken"));

        new Own([1]).Invoking(figure => figure.Save(_folder.At("taken"))).Should().Throw<IOException>().WithMessage("*taken*");

        Directory.Exists(_folder.At("taken")).Should().BeTrue();
    }

    private sealed class Own(byte[] png) : Figure
    {
        public override byte[] ToPng() => png;
    }
}
