using Parquet;
using Parquet.Schema;
using SimClr.Core.Embeddings;
using SimClr.Core.Parquet;
using SimClr.Core.Parquet.Checks;
using SimClr.Core.Parquet.Thrift;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Embeddings;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Parquet;

/// <summary>Damaged and hostile files give nothing but the documented exception, within bounded memory and time.</summary>
public sealed class ParquetDamageTests : IDisposable
{
    // Readers' buffers, and the exceptions' own.
    private const int Fixed = 1 << 20;

    // Arrays of values and levels, for values that are stored as a fraction of a byte.
    private const int PerByte = 1024;

    private static readonly long[] Boundaries =
        [-1, 0, 1, 2, 3, 127, 1 << 20, int.MaxValue, int.MinValue, 1L << 40, long.MaxValue, long.MinValue];

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.At("set.parquet");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("all")]
    [InlineData("wide")]
    [InlineData("ours")]
    public async Task LoadAsync_DamagedFile_ReadOrRefused(string name)
    {
        byte[] sound = await SoundAsync(name);
        Mutator mutator = new(6);
        (int read, int inputs) = (0, Mutator.Inputs(2000));
        for (int number = 0; number < inputs; number++)
            read += await ReadsAsync(mutator.Mutate(sound, number)) ? 1 : 0;

        read.Should().BeInRange(1, inputs - 1, "some damage is in the values, some is not");
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task LoadAsync_DamagedFileOfAnyCodec_ReadOrRefused(CompressionMethod method)
    {
        byte[] sound = await CompressedAsync(method);
        (await ReadsAsync(sound)).Should().BeTrue();
        Mutator mutator = new(7);
        (int read, int inputs) = (0, Mutator.Inputs(300));
        for (int number = 0; number < inputs; number++)
            read += await ReadsAsync(mutator.Mutate(sound, number)) ? 1 : 0;

        read.Should().BeLessThan(inputs);
    }

    [Fact]
    public async Task LoadAsync_FrameOfZstandardThatPromisesMore_IsRefused()
    {
        byte[] file = await CompressedAsync(CompressionMethod.Zstd);
        // The mark of a frame, its descriptor, and its length behind it.
        int frame = file.AsSpan().IndexOf(new byte[] { 0x28, 0xB5, 0x2F, 0xFD });
        (file[frame + 4] & 0x20).Should().Be(0x20, "the length follows at once");
        file[frame + 5] ^= 0x40;

        await RefusedAsync(file, "*The column 'path' cannot be read: at byte * a page has * bytes, not *");
    }

    [Fact]
    public async Task CheckedFile_OutsideOfPages_IsZero()
    {
        byte[] stored = await SoundAsync("all");
        File.WriteAllBytes(Target, stored);
        using FileStream stream = File.OpenRead(Target);
        ParquetFooter footer = ParquetFooter.Read(stream, 1 << 20);
        IReadOnlyList<(long Start, long End)> pages = new ParquetPages(stream.SafeFileHandle, footer.Start, 1 << 20).Check(footer.Ranges);
        using CheckedFile file = new(stream, pages, footer);
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);

        for (int at = 0; at < footer.Start; at++)
            content[at].Should().Be(at < 4 || pages.Any(page => at >= page.Start && at < page.End) ? stored[at] : (byte)0);
        pages[0].Start.Should().BeGreaterThan(4, "the first column is none of those that are read");
        content.AsSpan((int)footer.Start, 16).ContainsAnyExcept((byte)0).Should().BeFalse();
        content.Skip((int)footer.Start + 16).Take(footer.Content.Length).Should().Equal(footer.Content);
        for (int at = 0; at < content.Length; at += 7)
        {
            file.Position = at;
            file.ReadByte().Should().Be(content[at]);
        }
    }

    [Theory]
    [InlineData("all")]
    [InlineData("ours")]
    public async Task LoadAsync_FooterWithAnotherNumber_ReadOrRefused(string name)
    {
        byte[] sound = await SoundAsync(name);
        (await ReadsAsync(ParquetEdits.Edit(sound, (_, number) => number))).Should().BeTrue("nothing is changed");
        List<string> places = ParquetEdits.Places(sound);
        int read = 0;
        foreach (string place in places)
            foreach (long value in Boundaries)
                read += await ReadsAsync(ParquetEdits.With(sound, place, value)) ? 1 : 0;

        places.Should().HaveCountGreaterThan(40);
        read.Should().BeLessThan(places.Count * Boundaries.Length, "most numbers matter");
    }

    [Fact]
    public async Task LoadAsync_FooterThatParquetNetDoesNotEndWith_IsRefused()
    {
        byte[] file = await SoundAsync("all");
        // Found by mutation.
        new byte[] { 0xFF, 0xFF, 0xFF, 0x7F }.CopyTo(file, 746);

        await RefusedAsync(file, "*Expected a header of the format, but at its byte *");
    }

    [Theory]
    [InlineData("4/0/1/1/3/9", 4, "*The column 'label' cannot be read: at byte * it overlaps another column*")]
    [InlineData("4/0/1/2/3/9", 1 << 20, "*a place of the column 'vector' from 4 to *, found 1048576*")]
    [InlineData("4/0/1/2/3/5", 1L << 50, "*a number of values of the column 'vector' from 3 to *, found 1125899906842624*")]
    [InlineData("4/0/1/2/3/5", 5, "*The column 'vector' cannot be read: at byte * its pages have 6 values, not 5.*")]
    [InlineData("4/0/3", 1L << 50, "*a number of rows in a group from 1 to *")]
    [InlineData("2/0/5", 2, "*Expected one tree of columns, found more behind it*")]
    [InlineData("2/0/5", 4, "*Expected all columns that the footer announces, found fewer*")]
    [InlineData("2/0/5", -1, "*found -1 at depth 0*")]
    public async Task LoadAsync_FooterThatContradictsTheFile_SaysWhere(string place, long value, string message)
    {
        byte[] file = await SoundAsync("ours");
        ParquetEdits.Places(file).Should().Contain(place);

        await RefusedAsync(ParquetEdits.With(file, place, value), message);
    }

    [Fact]
    public async Task LoadAsync_SnappyPageOfAnotherLength_IsRefused()
    {
        byte[] file = await SoundAsync("ours");
        File.WriteAllBytes(Target, file);
        using (FileStream stream = File.OpenRead(Target))
        {
            ColumnRange range = ParquetFooter.Read(stream, 1 << 20).Ranges[0];
            range.Codec.Should().Be(ParquetCodec.Snappy);
            ThriftReader reader = new(file.AsSpan((int)range.Start), refusesOthers: true);
            reader.Read(ParquetShapes.PageHeader);
            file[range.Start + reader.Position] ^= 1;
        }

        await RefusedAsync(file, "*The column 'path' cannot be read: at byte * a page has * bytes, not *");
    }

    [Fact]
    public async Task LoadAsync_DeltaEncoding_IsRefusedByItsNumber()
    {
        byte[] file = await SoundAsync("all");
        // The header of the page of 'path': its lengths, three values, the encoding.
        byte[] header = [0x15, 0x12, 0x15, 0x16, 0x2C, 0x15, 0x06, 0x15, 0x10];
        file[file.AsSpan().IndexOf(header) + header.Length - 1] = 7 << 1;

        await RefusedAsync(file, "*The column 'path' cannot be read: at byte * a page is of the encoding 7, which is not read*delta encodings*");
    }

    [Theory]
    [InlineData("PAR1PAR1", "*at least 12 bytes, found 8*")]
    [InlineData("PAR1....PARE", "*Expected PAR1 at the start and the end, as of a file that is not encrypted*")]
    [InlineData("PAR1\u0001\0\0\0PAR1", "*Expected a footer of at most 0 bytes, found 1*")]
    [InlineData("PAR1\u0015\u0001\0\0\0PAR1", "*it ends in the midst of a field*")]
    public async Task LoadAsync_StartOfAFile_SaysWhatIsMissing(string content, string message)
        => await RefusedAsync(System.Text.Encoding.Latin1.GetBytes(content), message);

    private async Task RefusedAsync(byte[] file, string message)
    {
        File.WriteAllBytes(Target, file);
        await new Func<Task>(() => EmbeddingParquet.LoadAsync(Target)).Should().ThrowAsync<EmbeddingFileException>().WithMessage($"{Target}{message}");
    }

    private async Task<bool> ReadsAsync(byte[] file)
    {
        File.WriteAllBytes(Target, file);
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            (await EmbeddingParquet.LoadAsync(Target)).Dispose();
            return true;
        }
        catch (EmbeddingFileException failure)
        {
            failure.Message.Should().StartWith(Target);
            return false;
        }
        finally
        {
            (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(Fixed + PerByte * file.Length);
        }
    }

    private async Task<byte[]> CompressedAsync(CompressionMethod method)
    {
        (DataField path, DataField label, DataField value, ParquetSchema schema) = ParquetColumns.Create();
        int[] rows = [.. Enumerable.Range(0, 30)];
        await using (FileStream stream = File.Create(Target))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, new ParquetOptions { CompressionMethod = method }))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(path, Array.ConvertAll(rows, row => $"images/{row}.png"));
            await group.WriteAsync<int>(label, Array.ConvertAll(rows, row => (int?)(row % 3)));
            int[] definitions = [.. rows.Select(_ => value.MaxDefinitionLevel)], repetitions = new int[rows.Length];
            await group.WriteAllPartsAsync<float>(value, Array.ConvertAll(rows, row => row / 7f), definitions, repetitions, CancellationToken.None);
        }

        return File.ReadAllBytes(Target);
    }

    private async Task<byte[]> SoundAsync(string name)
    {
        if (name != "ours")
            return File.ReadAllBytes(GoldenFile.PathOf(Path.Combine("Parquet", name + ".parquet")));
        using EmbeddingSet set = SampleEmbeddings.Full();
        await set.SaveParquetAsync(Target);
        return File.ReadAllBytes(Target);
    }
}
