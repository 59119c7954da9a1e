using Parquet;
using Parquet.Schema;
using SimClr.Core.Embeddings;
using SimClr.Core.Parquet;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Embeddings;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Parquet;

/// <summary>Against the files of Golden/parquet_files.cs, which Apache's own library wrote, and the package's own reader.</summary>
public sealed class EmbeddingParquetTests : IDisposable
{
    private static readonly float[] Values = [.. Enumerable.Range(0, 12).Select(k => k / 4f - 1)];

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.At("set.parquet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SaveParquetAsync_Everything_IsReadExactly()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();

        await set.SaveParquetAsync(Target);
        using EmbeddingSet read = await EmbeddingParquet.LoadAsync(Target);

        SampleEmbeddings.ShouldBeEqual(read, set);
        Directory.EnumerateFiles(_folder.Path).Should().ContainSingle("no unfinished file is left");
    }

    [Fact]
    public async Task SaveParquetAsync_SeveralGroups_AreReadExactly()
    {
        float[] values = [.. Enumerable.Range(0, 3 << 19).Select(i => i / 7f)];
        using EmbeddingSet set = new(values, 1 << 17);

        await set.SaveParquetAsync(Target);
        using EmbeddingSet read = await EmbeddingParquet.LoadAsync(Target);

        (await GroupsAsync()).Should().Be(2, "a group has 2^20 values");
        Enumerable.Range(0, read.Count).SelectMany(index => read.Row(index).ToArray()).SequenceEqual(values).Should().BeTrue();
        (read.HasPaths, read.HasLabels, read.ModelId).Should().Be((false, false, null));
    }

    [Fact]
    public async Task SaveParquetAsync_File_HasTheDocumentedColumns()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();
        await set.SaveParquetAsync(Target);
        await using FileStream stream = File.OpenRead(Target);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);

        reader.Schema.Fields.Select(field => (field.Name, field.SchemaType))
            .Should().Equal(("path", SchemaType.Data), ("label", SchemaType.Data), ("vector", SchemaType.List));
        reader.Schema.DataFields[2].Path.ToString().Should().Be("vector/list/element", "this is the standard's form of a list");
        reader.CustomMetadata["simclr.model_id"].Should().Be(SampleEmbeddings.ModelId);
        reader.CustomMetadata["simclr.class_names"].Should().Be("""["cat","","d,og"]""");
    }

    [Fact]
    public async Task LoadAsync_FileOfApache_GivesEverything()
    {
        using EmbeddingSet expected = new([.. Values], 4, ["a.png", null, "grüße/\U0001F408.png"], [2, null, 0], ["cat", "dog", "horse"], "ResNet-18-abc");

        using EmbeddingSet set = await EmbeddingParquet.LoadAsync(PathOf("all"));

        SampleEmbeddings.ShouldBeEqual(set, expected);
    }

    [Fact]
    public async Task LoadAsync_FileOfWideNumbers_GivesTheValues()
    {
        using EmbeddingSet expected = new([.. Values], 4, labels: [0, 1, 2]);

        using EmbeddingSet set = await EmbeddingParquet.LoadAsync(PathOf("wide"));

        SampleEmbeddings.ShouldBeEqual(set, expected);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("ragged")]
    [InlineData("none")]
    public async Task LoadAsync_VectorsOfSeveralLengths_SaysSo(string name)
        => await new Func<Task>(() => EmbeddingParquet.LoadAsync(PathOf(name))).Should().ThrowAsync<EmbeddingFileException>()
            .WithMessage($"{PathOf(name)}*Expected vectors of one length, without missing values*row *");

    [Fact]
    public async Task LoadAsync_NoSuchContent_SaysWhat()
    {
        Func<Task> load = () => EmbeddingParquet.LoadAsync(Target);

        await load.Should().ThrowAsync<FileNotFoundException>();
        File.WriteAllText(Target, "PAR1, but nothing else of the format");
        await load.Should().ThrowAsync<EmbeddingFileException>().WithMessage($"{Target}: expected a Parquet file*");
        File.Delete(Target);
        Directory.CreateDirectory(Target);
        await load.Should().ThrowAsync<IOException>().WithMessage("*it is a folder*");
    }

    [Fact]
    public async Task LoadAsync_NoColumnOfVectors_SaysWhichThereAre()
    {
        DataField<int> label = new("label");
        await using (FileStream stream = File.Create(Target))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(label), stream))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync<int>(label, new[] { 1 });
        }

        await new Func<Task>(() => EmbeddingParquet.LoadAsync(Target)).Should().ThrowAsync<EmbeddingFileException>()
            .WithMessage("*Expected a column 'vector', found label*");
    }

    [Fact]
    public async Task SaveParquetAsync_Canceled_LeavesTheOldFile()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();
        File.WriteAllText(Target, "old");

        await new Func<Task>(() => set.SaveParquetAsync(Target, new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();

        File.ReadAllText(Target).Should().Be("old");
        Directory.EnumerateFiles(_folder.Path).Should().ContainSingle();
    }

    private async Task<int> GroupsAsync()
    {
        await using FileStream stream = File.OpenRead(Target);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        return reader.RowGroupCount;
    }

    private static string PathOf(string name) => GoldenFile.PathOf(Path.Combine("Parquet", name + ".parquet"));
}
