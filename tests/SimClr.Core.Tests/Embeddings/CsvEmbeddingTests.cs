using SimClr.Core.Embeddings;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Embeddings;

public sealed class CsvEmbeddingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_Labels_GivesAPlainTable()
    {
        using EmbeddingSet set = new([0.1f, 2, -3.5f, 1e-45f], 2, ["a.png", "b,c.png"], [1, 0], ["cat", "dog"], "m-1");

        set.Save(_folder.At("set.csv"));

        File.ReadAllText(_folder.At("set.csv")).Should().Be(
            "path,label,class,model,v0,v1\r\na.png,1,dog,m-1,0.1,2\r\n\"b,c.png\",0,cat,m-1,-3.5,1E-45\r\n");
    }

    [Fact]
    public void Load_TableOfAnotherProgram_GivesWhatItHolds()
    {
        string path = _folder.Write("set.csv", "\uFEFFx,path,y,label\n1,a.png,2.5,0\n\n -3 ,\"\",4e2,\n");
        using EmbeddingSet expected = new([1, 2.5f, -3, 400], 2, ["a.png", null], [0, null]);

        using EmbeddingSet set = EmbeddingSet.Load(path);

        SampleEmbeddings.ShouldBeEqual(set, expected);
    }

    [Fact]
    public void Load_ClassesWithoutALine_AreNamedByTheirNumbers()
    {
        using EmbeddingSet set = EmbeddingSet.Load(_folder.Write("set.csv", "label,class,x\n3,horse,1\n1,dog,2"));

        set.ClassNames.Should().Equal("0", "dog", "2", "horse");
    }

    [Theory]
    [InlineData("", "a line of column names, found nothing")]
    [InlineData("path,label\na,1\n", "columns for the vector's values, found path, label only")]
    [InlineData("path,path,x\n", "one column 'path', found two")]
    [InlineData("x,y\n", "at least one vector, found none")]
    [InlineData("x,y\n1,2\n1\n", "Expected 2 fields at line 3, found 1")]
    [InlineData("path,x\n\"a\nb\",1\nc,d\n", "a finite number in column 2 of line 4, found 'd'")]
    [InlineData("x\nNaN\n", "a finite number in column 1 of line 2, found 'NaN'")]
    [InlineData("x\n1e39\n", "a finite number in column 1 of line 2, found '1e39'")]
    [InlineData("label,x\n-1,2\n", "a label from 0 to 2147483647 in column 1 of line 2, found '-1'")]
    [InlineData("label,class,x\n,cat,2\n", "no class without a label in column 2 of line 2, found 'cat'")]
    [InlineData("label,class,x\n0,cat,2\n0,dog,2\n", "the class of label 0 of the lines before, 'cat' in column 2 of line 3, found 'dog'")]
    [InlineData("label,class,x\n2147483647,cat,2\n", "at most 65536 classes without a line")]
    [InlineData("model,x\na,2\nb,2\n", "the model of the lines before, 'a' in column 1 of line 3, found 'b'")]
    [InlineData("path,x\n\"a,1\n", "a quote at the end of a text, found none in field 1 of the record that begins at line 2")]
    [InlineData("path,x\n\"a\"b,1\n", "a comma or the line's end behind a quoted text")]
    [InlineData("path,x\na\"b\",1\n", "quotes around the whole text of a field")]
    public void Load_WrongTable_SaysWhatAndWhere(string text, string message)
    {
        string path = _folder.Write("set.csv", text);

        new Func<object>(() => EmbeddingSet.Load(path)).Should().Throw<EmbeddingFileException>().WithMessage($"*{message}*")
            .And.Message.Should().StartWith(path);
    }

    [Fact]
    public void Load_BytesThatAreNoText_IsRefused()
    {
        string path = _folder.Write("set.csv", [.. "path,x\n"u8, 0xFF, .. ",1\n"u8]);

        new Func<object>(() => EmbeddingSet.Load(path)).Should().Throw<EmbeddingFileException>().WithMessage("*FF*");
    }
}
