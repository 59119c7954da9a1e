using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

/// <summary>Where something else is than the folder or file that a source expects, the message says what, and names it in full.</summary>
public sealed class SourcePathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, Action<string>, string> Sources => new()
    {
        { "ImageFolderSource", path => _ = new ImageFolderSource(path), "a folder of images" },
        { "ImageDataset", path => ImageDataset.Open(path), "a folder of images" },
        { "CifarSource", path => CifarSource.Open(path), "a CIFAR-10 folder with data_batch_1.bin" },
        { "CIFAR-100", path => CifarSource.Open(path, CifarFormat.Cifar100Fine, DatasetSplit.Test), "a CIFAR-100 folder with test.bin" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Sources))]
    public void Open_FileOrNothingWhereAFolderIsExpected_SaysWhich(string source, Action<string> open, string expected)
    {
        string file = _folder.Write("images.zip", "not unpacked");

        Failure(open, file).Should().Be($"{file}: expected {expected}, but it is a file, not a folder.", source);
        Failure(open, Path.Combine(file, "ant")).Should().EndWith($"ant: expected {expected}, but {file} is a file, not a folder.");
        Failure(open, _folder.At("none")).Should().Be($"{_folder.At("none")}: expected {expected}, but there is no such folder.");
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Open_FolderWithoutImages_IsNamedInFull(string source, Action<string> open, string _)
    {
        _folder.Write("pictures/readme.txt", "nothing here");

        Failure(open, _folder.At("pictures")).Should().StartWith(_folder.At("pictures") + ": ", source);
    }

    [Fact]
    public void OpenFiles_NoFileOrAFolder_IsNamedInFull()
    {
        static void Open(string path) => CifarSource.OpenFiles([path], CifarFormat.Cifar10);

        Failure(Open, _folder.At("gone.bin")).Should().StartWith(_folder.At("gone.bin") + ": ");
        Failure(Open, _folder.Path).Should().Be($"{_folder.Path}: expected CIFAR-10 records, but it is a folder, not a file.");
    }

    private static string Failure(Action<string> open, string path)
        => FluentActions.Invoking(() => open(Path.GetRelativePath(Environment.CurrentDirectory, path)))
            .Should().Throw<ImageReadException>().Which.Message;
}
