using SimClr.Core.Samples.Reports;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.Reports;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_FolderIsMissing_IsCreated()
    {
        OutputFolder output = new(Path.Combine(_folder.Path, "a", "b"));
        output.Write("text.txt", "content");

        File.ReadAllText(_folder.Combine("a/b/text.txt")).Should().Be("content");
        output.Written.Should().Equal("text.txt");
    }

    [Fact]
    public void Write_FileExists_IsReplacedAndNothingElseRemains()
    {
        OutputFolder output = new(_folder.Path);
        output.Write("data.bin", [1, 2, 3]);
        output.Write("data.bin", [4]);

        File.ReadAllBytes(_folder.Combine("data.bin")).Should().Equal(4);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void Write_PlaceIsAFolder_ThrowsAndKeepsIt()
    {
        Directory.CreateDirectory(_folder.Combine("taken"));
        Action write = () => new OutputFolder(_folder.Path).Write("taken", "content");

        write.Should().Throw<Exception>().Which.Should()
            .Match(exception => exception is IOException || exception is UnauthorizedAccessException);
        Directory.Exists(_folder.Combine("taken")).Should().BeTrue();
    }
}
