// Files that Apache's own C++ library writes, which pyarrow and pandas use, by the package ParquetSharp. Not compiled with the tests.
// Writes the folder Parquet: value number k of the vectors is k / 4 - 1. Copy to an empty folder and run: dotnet run parquet_files.cs
#:package ParquetSharp@25.0.1.2
using ParquetSharp;

Directory.CreateDirectory("Parquet");
string?[] paths = ["a.png", null, "grüße/\U0001F408.png"];
float[][] vectors = [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 4).Select(column => (row * 4 + column) / 4f - 1).ToArray())];

// As SimClr.Core.Parquet writes it, with a column more.
Column[] columns = [new Column<int>("extra"), new Column<string?>("path"), new Column<int?>("label"), new Column<float[]>("vector")];
Dictionary<string, string> metadata = new() { ["simclr.model_id"] = "ResNet-18-abc", ["simclr.class_names"] = """["cat","dog","horse"]""" };
using (ParquetFileWriter writer = new("Parquet/all.parquet", columns, keyValueMetadata: metadata))
{
    using RowGroupWriter group = writer.AppendRowGroup();
    Write(group, new int[] { 7, 8, 9 });
    Write(group, paths);
    Write(group, new int?[] { 2, null, 0 });
    Write(group, vectors);
    writer.Close();
}

// As data frames write it: values that could be missing, of 64 bits, in two groups.
Column[] wide = [new Column<long>("label"), new Column<double?[]>("vector")];
using (ParquetFileWriter writer = new("Parquet/wide.parquet", wide))
{
    for (int row = 0; row < 3; row++)
    {
        using RowGroupWriter group = writer.AppendRowGroup();
        Write(group, new long[] { row });
        Write<double?[]>(group, [[.. vectors[row].Select(value => (double?)value)]]);
    }

    writer.Close();
}

WriteVectors("missing", [[1, null], [3, 4]]);
WriteVectors("ragged", [[1, 2, 3], [4]]);
WriteVectors("none", [[1, 2], null!]);

static void WriteVectors(string name, double?[][] vectors)
{
    using ParquetFileWriter writer = new($"Parquet/{name}.parquet", [new Column<double?[]>("vector")]);
    using RowGroupWriter group = writer.AppendRowGroup();
    Write(group, vectors);
    writer.Close();
}

static void Write<T>(RowGroupWriter group, T[] values)
{
    using LogicalColumnWriter<T> writer = group.NextColumn().LogicalWriter<T>();
    writer.WriteBatch(values);
}
