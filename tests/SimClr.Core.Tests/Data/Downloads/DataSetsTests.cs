using System.Formats.Tar;
using System.Globalization;
using Microsoft.Extensions.Options;
using SimClr.Core.Data;
using SimClr.Core.Data.Downloads;

namespace SimClr.Core.Tests.Data.Downloads;

/// <summary>Data sets from files: sound archives, hostile ones, and what is in the folder already.</summary>
public sealed class DataSetsTests : IDisposable
{
    private static readonly byte[] Sound = TinyArchive.Sound;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> HostileEntries => [.. Hostile.Keys];

    private static Dictionary<string, Func<TarEntry>> Hostile => new()
    {
        ["the path ../escaped"] = () => TinyArchive.File("../escaped", [1]),
        ["the path cifar-10-batches-bin/../../escaped"] = () => TinyArchive.File("cifar-10-batches-bin/../../escaped", [1]),
        ["the path ../escaped/ leads"] = () => TinyArchive.File("..\\escaped\\", [1]),
        ["the path /tmp/simclr-escaped"] = () => TinyArchive.File("/tmp/simclr-escaped", [1]),
        ["the path C:/escaped"] = () => TinyArchive.File("C:\\escaped", [1]),
        ["kind SymbolicLink"] = () => new UstarTarEntry(TarEntryType.SymbolicLink, "cifar-10-batches-bin/batches.meta.txt") { LinkName = "/etc/passwd" },
        ["kind HardLink"] = () => new UstarTarEntry(TarEntryType.HardLink, "cifar-10-batches-bin/batches.meta.txt") { LinkName = "/etc/passwd" },
        ["kind Fifo"] = () => new UstarTarEntry(TarEntryType.Fifo, "cifar-10-batches-bin/batches.meta.txt"),
        ["batches.meta.txt with at most 1000 bytes, but it has 1001"] = () => TinyArchive.File("cifar-10-batches-bin/batches.meta.txt", new byte[1001]),
        ["test_batch.bin is there twice"] = () => TinyArchive.File("cifar-10-batches-bin/test_batch.bin", TinyArchive.Test),
        ["nothing but Tiny, but bomb has 2097152 bytes"] = () => TinyArchive.File("bomb", new byte[1 << 21]),
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_FileAddress_TakesNothingButWhatIsExpected()
    {
        string archive = _folder.Write("mirror/tiny.tar.gz", TinyArchive.Make(TinyArchive.File($"{TinyArchive.Folder}/batches.meta.txt", "a b c d e f g h i j"u8.ToArray().Select(letter => letter == ' ' ? (byte)'\n' : letter).ToArray())));

        ImageDataset images = await OpenAsync(File.ReadAllBytes(archive), new DataSetOptions { Source = new Uri(archive) });

        images.Training.ClassNames.Should().HaveCount(10).And.StartWith("a");
        Directory.EnumerateFiles(_folder.At("data/" + TinyArchive.Folder)).Select(Path.GetFileName).Order()
            .Should().Equal("batches.meta.txt", "data_batch_1.bin", "test_batch.bin");
        File.Exists(archive).Should().BeTrue("it is not ours");
    }

    [Fact]
    public async Task Open_ArchiveInTheFolder_IsUnpackedWithoutADownload()
    {
        _folder.Write("data/tiny.tar.gz", Sound);

        (await OpenAsync(Sound)).Training.Count.Should().Be(2);
    }

    [Fact]
    public async Task Open_OtherArchiveInTheFolder_IsNamedAndStays()
    {
        byte[] other = [.. Sound.Reverse()];
        string archive = _folder.Write("data/tiny.tar.gz", other);

        (await FailureAsync(Sound)).Should().StartWith(archive).And.Contain(TinyArchive.Describe(Sound).Md5).And.NotContain("deleted");

        File.ReadAllBytes(archive).Should().Equal(other);
    }

    [Theory]
    [InlineData("data/data_batch_1.bin", "data/test_batch.bin")]
    [InlineData("data/cifar-10-batches-bin/data_batch_1.bin", "data/cifar-10-batches-bin/test_batch.bin")]
    public async Task Open_FilesAreThere_NeedsNothingElse(string training, string test)
    {
        _folder.Write(training, TinyArchive.Training);
        _folder.Write(test, TinyArchive.Test);

        (await OpenAsync(Sound)).Test!.GetLabel(0).Should().Be(5);
    }

    [Fact]
    public async Task Open_IncompleteCopy_IsNotOverwritten()
    {
        _folder.Write("data/cifar-10-batches-bin/data_batch_1.bin", TinyArchive.Training);

        (await FailureAsync(Sound)).Should().Contain("cifar-10-batches-bin: expected Tiny, but test_batch.bin is missing. Remove this folder");

        _folder.Write("data/cifar-10-batches-bin/test_batch.bin", [1, 2]);
        (await FailureAsync(Sound)).Should().Contain($"test_batch.bin has 2 bytes instead of {TinyArchive.Test.Length}");
    }

    [Fact]
    public async Task Open_DownloadForbidden_SaysSo()
        => (await FailureAsync(Sound, new DataSetOptions { Download = false })).Should().Contain("data_batch_1.bin").And.Contain("DataSetOptions.Download is false");

    [Theory]
    [MemberData(nameof(HostileEntries))]
    public async Task Open_HostileArchive_RefusedWhole(string message)
    {
        byte[] archive = TinyArchive.Make(Hostile[message]());
        string path = _folder.Write("tiny.tar.gz", archive);

        (await FailureAsync(archive, new DataSetOptions { Source = new Uri(path) })).Should().StartWith(path).And.Contain(message);

        Directory.Exists(_folder.At("data/" + TinyArchive.Folder)).Should().BeFalse();
        Directory.EnumerateFileSystemEntries(_folder.Path, "*escaped*", SearchOption.AllDirectories).Should().BeEmpty();
        Directory.EnumerateDirectories(_folder.At("data/")).Should().BeEmpty("the temporary folder is gone, too");
    }

    [Fact]
    public async Task Open_DeclaredSizeHuge_RefusedBeforeItIsUnpacked()
    {
        byte[] tar = Unzipped(Sound);
        int size = tar.AsSpan().IndexOf("data_batch_1.bin"u8) - $"./{TinyArchive.Folder}/".Length + 124;
        // 8 GiB less a byte, in octal: the header's checksum follows.
        System.Text.Encoding.ASCII.GetBytes("77777777777\0").CopyTo(tar, size);
        FixChecksum(tar.AsSpan(size - 124, 512));
        byte[] archive = Zipped(tar);
        string path = _folder.Write("tiny.tar.gz", archive);

        (await FailureAsync(archive, new DataSetOptions { Source = new Uri(path) })).Should().Contain("but it has 8589934591");
    }

    [Fact]
    public async Task Open_ManyEntries_Refused()
    {
        byte[] archive = TinyArchive.Make([.. Enumerable.Range(0, 1000).Select(number => TinyArchive.File($"{number}", []))]);
        string path = _folder.Write("tiny.tar.gz", archive);

        (await FailureAsync(archive, new DataSetOptions { Source = new Uri(path) })).Should().Contain("more than 1000 entries");
    }

    [Fact]
    public async Task Open_FileIsMissingInTheArchive_SaysWhich()
    {
        byte[] archive = TinyArchive.OfEntries(TinyArchive.File($"{TinyArchive.Folder}/data_batch_1.bin", TinyArchive.Training));
        string path = _folder.Write("tiny.tar.gz", archive);

        (await FailureAsync(archive, new DataSetOptions { Source = new Uri(path) })).Should().Contain("test_batch.bin is missing");
    }

    [Fact]
    public async Task Open_ArchiveOfAnyDamage_UnpackedOrRefused()
    {
        Mutator mutator = new(11);
        byte[] tar = Unzipped(Sound);
        for (int number = 0; number < Mutator.Inputs(60); number++)
        {
            byte[] archive = number % 2 == 0 ? mutator.Mutate(Sound, number) : Zipped(mutator.Mutate(tar, number));
            string path = _folder.Write("tiny.tar.gz", archive);
            try
            {
                (await OpenAsync(archive, new DataSetOptions { Source = new Uri(path) })).Training.Count.Should().Be(2);
                Directory.Delete(_folder.At("data/" + TinyArchive.Folder), recursive: true);
            }
            catch (Exception failure) when (failure is DataSetException or ImageReadException)
            {
                if (Directory.Exists(_folder.At("data/" + TinyArchive.Folder)))
                    Directory.Delete(_folder.At("data/" + TinyArchive.Folder), recursive: true);
            }
        }
    }

    [Fact]
    public async Task Open_NoRoom_SaysHowMuchIsNeeded()
    {
        _folder.Write("tiny.tar.gz", Sound);
        DataSetDescription huge = TinyArchive.Describe(Sound) with { Files = [new("data_batch_1.bin", 1L << 60)] };

        (await FailureAsync(huge, new DataSetOptions { Source = new Uri(_folder.At("tiny.tar.gz")) }))
            .Should().Contain($"needs {(1L << 60).ToString(CultureInfo.InvariantCulture)} bytes more, but only");
    }

    [Fact]
    public async Task Open_FileInTheFoldersPlace_SaysSo()
    {
        _folder.Write("data", "a file");

        (await FailureAsync(Sound)).Should().Contain("it is a file, not a folder");
    }

    [Fact]
    public async Task Cifar10_BadArguments_NamedAtOnce()
    {
        await FluentActions.Awaiting(() => DataSets.Cifar10Async(" ")).Should().ThrowAsync<ArgumentException>().WithParameterName("folder");
        await FluentActions.Awaiting(() => DataSets.Cifar10Async("x", new DataSetOptions { Source = new Uri("ftp://a/b") }))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*Source must be an absolute http, https or file address, but is ftp://a/b*");
        await FluentActions.Awaiting(() => DataSets.Cifar10Async("x", new DataSetOptions { Source = new Uri("a/b", UriKind.Relative) }))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*but is a/b*");
        await FluentActions.Awaiting(() => DataSets.Cifar10Async("x", new DataSetOptions { Attempts = 0 })).Should().ThrowAsync<OptionsValidationException>();
    }

    [Fact]
    public void KnownDataSets_Files_HaveThePublishedSizes()
    {
        // Images times bytes of an image and its labels, as the authors' pages give them.
        KnownDataSets.Cifar10.Files.Where(file => !file.IsOptional).Sum(file => file.Bytes).Should().Be(60_000L * 3073);
        KnownDataSets.Cifar100.Files.Where(file => !file.IsOptional).Sum(file => file.Bytes).Should().Be(60_000L * 3074);
        KnownDataSets.Stl10.Files.Where(file => !file.IsOptional).Sum(file => file.Bytes).Should().Be(113_000L * 27_648 + 13_000);
        foreach (DataSetDescription known in new[] { KnownDataSets.Cifar10, KnownDataSets.Cifar100, KnownDataSets.Stl10 })
        {
            known.Md5.Should().MatchRegex("^[0-9a-f]{32}$");
            known.Source.AbsolutePath.Should().EndWith("/" + known.Archive);
        }
    }

    private static byte[] Unzipped(byte[] archive)
    {
        using System.IO.Compression.GZipStream zip = new(new MemoryStream(archive), System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream tar = new();
        zip.CopyTo(tar);
        return tar.ToArray();
    }

    private static byte[] Zipped(byte[] tar)
    {
        using MemoryStream stream = new();
        using (System.IO.Compression.GZipStream zip = new(stream, System.IO.Compression.CompressionLevel.Fastest))
            zip.Write(tar);
        return stream.ToArray();
    }

    private static void FixChecksum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in header)
            sum += value;
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header.Slice(148, 8));
    }

    private Task<ImageDataset> OpenAsync(byte[] archive, DataSetOptions? options = null)
        => DataSets.OpenAsync(TinyArchive.Describe(archive), Path.Combine(_folder.Path, "data"), options, null, default);

    private Task<string> FailureAsync(byte[] archive, DataSetOptions? options = null) => FailureAsync(TinyArchive.Describe(archive), options);

    private async Task<string> FailureAsync(DataSetDescription description, DataSetOptions? options)
        => (await FluentActions.Awaiting(() => DataSets.OpenAsync(description, Path.Combine(_folder.Path, "data"), options, null, default))
            .Should().ThrowAsync<DataSetException>()).Which.Message;
}
