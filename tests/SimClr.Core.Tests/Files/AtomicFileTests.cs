using SimClr.Core.Files;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.At("file");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_WriterThatFails_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(Target, "old");
        FluentActions.Invoking(() => AtomicFile.Write(Target, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device");
        })).Should().Throw<IOException>().WithMessage("No space*");

        File.ReadAllText(Target).Should().Be("old");
        Directory.EnumerateFiles(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public async Task WriteAsync_WriterThatFails_LeavesTheOldFileAndNothingElse()
    {
        await AtomicFile.WriteAsync(Target, async stream => await stream.WriteAsync("old"u8.ToArray()));
        await FluentActions.Invoking(() => AtomicFile.WriteAsync(Target, async stream =>
        {
            await stream.WriteAsync(new byte[1]);
            throw new IOException("No space left on device");
        })).Should().ThrowAsync<IOException>().WithMessage("No space*");

        File.ReadAllText(Target).Should().Be("old");
        Directory.EnumerateFiles(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void Write_OverAFolder_SaysSoAndLeavesNothing()
    {
        Directory.CreateDirectory(Target);
        FluentActions.Invoking(() => AtomicFile.Write(Target, stream => stream.WriteByte(1)))
            .Should().Throw<IOException>().WithMessage($"{Target}: expected a file to write, but it is a folder, not a file.");
        Directory.EnumerateFiles(_folder.Path).Should().BeEmpty();
    }

    [UnixFact]
    public void Write_FolderVanishesWhileWriting_SaysWhyTheWritingFailed()
    {
        string folder = Path.Combine(_folder.Path, "vanishing");
        Directory.CreateDirectory(folder);
        FluentActions.Invoking(() => AtomicFile.Write(Path.Combine(folder, "file"), _ =>
        {
            Directory.Delete(folder, recursive: true);
            throw new InvalidOperationException("the cause");
        })).Should().Throw<InvalidOperationException>().WithMessage("the cause");
    }
}
