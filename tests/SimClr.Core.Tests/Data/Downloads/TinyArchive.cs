using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using SimClr.Core.Data.Downloads;

namespace SimClr.Core.Tests.Data.Downloads;

/// <summary>A CIFAR-10 archive of three images, and what else one may put into an archive.</summary>
internal static class TinyArchive
{
    public const string Folder = "cifar-10-batches-bin";

    public static readonly byte[] Training = CifarRecords.Cifar10(3, 9);
    public static readonly byte[] Test = CifarRecords.Cifar10(5);

    /// <summary>The archive as it should be, with a read-me file that nobody asked for.</summary>
    public static byte[] Sound { get; } = Make([]);

    /// <summary>The sound archive with more entries behind.</summary>
    public static byte[] Make(params TarEntry[] more) => OfEntries(
        [
            new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = "made for a test" }),
            new UstarTarEntry(TarEntryType.Directory, Folder),
            File($"{Folder}/readme.html", new byte[100]),
            File($"./{Folder}/data_batch_1.bin", Training),
            File($"{Folder}/test_batch.bin", Test),
            .. more,
        ]);

    public static byte[] OfEntries(params TarEntry[] entries)
    {
        using MemoryStream stream = new();
        using (GZipStream zip = new(stream, CompressionLevel.Fastest))
        using (TarWriter tar = new(zip))
        {
            foreach (TarEntry entry in entries)
                tar.WriteEntry(entry);
        }

        return stream.ToArray();
    }

    public static TarEntry File(string name, byte[] content)
        => new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    /// <summary>What describes an archive; the sound one's expected files.</summary>
    public static DataSetDescription Describe(byte[] archive, Uri? source = null) => new()
    {
        Name = "Tiny",
        Source = source ?? new Uri("http://127.0.0.1:1/never"),
        Archive = "tiny.tar.gz",
        ArchiveBytes = archive.Length,
        Md5 = Md5(archive),
        Folder = Folder,
        Files = [new("data_batch_1.bin", Training.Length), new("test_batch.bin", Test.Length), new("batches.meta.txt", 1000, IsOptional: true)],
        RetryPause = TimeSpan.Zero,
    };

    private static string Md5(byte[] bytes)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
