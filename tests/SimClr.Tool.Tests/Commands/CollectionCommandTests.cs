using System.Text.Json.Nodes;
using SimClr.Core.Embeddings;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Tests.Support;
using SkiaSharp;

namespace SimClr.Tool.Tests.Commands;

public sealed class CollectionCommandTests(PhotoFolder photos) : IClassFixture<PhotoFolder>
{
    [Fact]
    public void Embed_SecondTime_EmbedsWhatIsNewOnly()
    {
        using PhotoFolder own = new();
        File.AppendAllText(own.In("blue/2.png"), "changed");
        File.Delete(own.In("red/5.png"));

        ToolCall call = ToolCall.Of("embed", own.Folder, "--output", own.Workspace, "--json");

        call.Code.Should().Be(ExitCode.Done);
        call.Messages.Should().Contain($"{PhotoFolder.Pictures - 1} pictures, 1 to embed");
        using EmbeddingSet vectors = EmbeddingSet.Load(Path.Combine(own.Workspace, "embeddings.npz"));
        vectors.Count.Should().Be(PhotoFolder.Pictures - 1);
        vectors.ClassNames.Should().Equal("blue", "red");
        Enumerable.Range(0, vectors.Count).Select(vectors.GetPath).Should().Contain("blue/copy of red 3.png").And.NotContain("red/5.png");
    }

    [Fact]
    public void Embed_FilesThatAreNoPictures_AreListed()
    {
        ToolCall call = ToolCall.Of("embed", photos.Folder, "--output", photos.Workspace, "--json");

        call.Result["damaged"]!.AsArray().Select(file => (string)file!["path"]!).Should().BeEquivalentTo("red/broken.jpg", "blue/empty.png");
        ((int)call.Result["pictures"]!).Should().Be(PhotoFolder.Pictures);
    }

    [Theory]
    [InlineData("npy")]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void Embed_Format_WritesThatFile(string format)
    {
        ToolCall call = ToolCall.Of("embed", photos.Folder, "--output", photos.Workspace, "--format", format);

        string path = Path.Combine(photos.Workspace, $"embeddings.{format}");
        call.Output.Should().Contain($"wrote {path}");
        new FileInfo(path).Length.Should().BeGreaterThan(PhotoFolder.Pictures * 512);
    }

    [Fact]
    public void Duplicates_Copy_IsFound()
    {
        ToolCall call = ToolCall.Of("duplicates", photos.Folder, "--output", photos.Workspace, "--json");

        IEnumerable<string[]> groups = call.Result["groups"]!.AsArray().Select(group =>
            group!["duplicates"]!.AsArray().Select(pair => (string)pair!["path"]!).Prepend((string)group["keep"]!).ToArray());
        groups.Should().ContainSingle(group => group.Contains("red/3.png") && group.Contains("blue/copy of red 3.png"));
        File.ReadAllText(Path.Combine(photos.Workspace, "duplicates.csv")).Should().StartWith("picture,of,kind,").And.Contain("copy of red 3.png");
    }

    [Fact]
    public void Duplicates_AgainstItself_FindsEveryPicture()
    {
        string current = Environment.CurrentDirectory;
        Environment.CurrentDirectory = Directory.CreateDirectory(photos.Beside("here")).FullName;
        try
        {
            ToolCall call = ToolCall.Of("duplicates", photos.Folder, "--against", photos.Folder, "--json");
            call.Result["leaks"]!.AsArray().Should().HaveCount(PhotoFolder.Pictures);
        }
        finally
        {
            Environment.CurrentDirectory = current;
        }
    }

    [Fact]
    public void Issues_BlackPictureAndBrokenFiles_AreNamed()
    {
        ToolCall call = ToolCall.Of("issues", photos.Folder, "--output", photos.Workspace, "--json");

        (string Picture, string Kind)[] issues = [.. call.Result["issues"]!.AsArray().Select(issue => ((string)issue!["picture"]!, (string)issue["kind"]!))];
        issues.Should().Contain(("red/black.png", "dark")).And.Contain(("red/broken.jpg", "damaged")).And.Contain(("blue/empty.png", "damaged"));
        issues.Should().NotContain(("blue/1.png", "dark"));
    }

    [Fact]
    public void Issues_FoldersThatAreNoClasses_LabelsAreLeftOut()
    {
        SKColor[] colors = [SKColors.Navy, SKColors.Firebrick, SKColors.Gold, SKColors.Teal];
        string[] months = ["May", "June", "July", "August"];
        for (int i = 0; i < 48; i++)
        {
            // Two of twelve pictures of a color are in other folders, each in another one.
            (int color, int number) = Math.DivRem(i, 12);
            int month = (color + (number < 2 ? number + 1 : 0)) % months.Length;
            ColorPicture.Write(photos.Beside($"trips/{months[month]}/{i}.png"), colors[color], i);
        }

        ToolCall judged = ToolCall.Of("issues", photos.Beside("trips"), "--output", photos.Beside("trip results"));
        ToolCall left = ToolCall.Of("issues", photos.Beside("trips"), "--output", photos.Beside("trip results"), "--no-labels");

        judged.Output.Should().Contain(" label, first").And.Contain("doubtful labels are many").And.Contain("--no-labels");
        left.Output.Should().NotContain("label");
    }

    [Fact]
    public void Select_SomeLabeled_ChoosesOthers()
    {
        string labeled = photos.Beside("labeled.txt");
        File.WriteAllLines(labeled, ["blue/0.png", "", "red\\1.png"]);

        ToolCall call = ToolCall.Of("select", photos.Folder, "--output", photos.Workspace, "--count", "1000", "--labeled", labeled);

        call.Code.Should().Be(ExitCode.Done);
        string[] selected = File.ReadAllLines(Path.Combine(photos.Workspace, "selection.txt"));
        selected.Should().HaveCount(PhotoFolder.Pictures - 2).And.OnlyHaveUniqueItems().And.NotContain("blue/0.png").And.NotContain("red/1.png");
    }

    [Fact]
    public void Select_LabeledPictureThatIsNotThere_IsNamed()
    {
        string labeled = photos.Beside("wrong.txt");
        File.WriteAllLines(labeled, ["blue/0.png", "green/0.png"]);

        ToolCall call = ToolCall.Of("select", photos.Folder, "--output", photos.Workspace, "--labeled", labeled);

        call.Code.Should().Be(ExitCode.Failed);
        call.Messages.Should().Contain("line 2").And.Contain("green/0.png");
    }

    [Fact]
    public void Evaluate_ColorsAsClasses_AreToldApart()
    {
        ToolCall call = ToolCall.Of("evaluate", photos.Folder, "--output", photos.Workspace, "--json");

        ((double)call.Result["linear_accuracy"]!).Should().BeGreaterThan(0.5);
        ((int)call.Result["test"]!).Should().Be(4, "a fifth of nine each, rounded");
    }

    [Fact]
    public void Evaluate_NoClasses_SaysSo()
    {
        ToolCall call = ToolCall.Of("evaluate", Path.Combine(photos.Folder, "blue"), "--output", photos.Beside("blue"));

        call.Code.Should().Be(ExitCode.Failed);
        call.Messages.Should().Contain("Expected pictures in a folder for each class");
    }

    [Fact]
    public void Any_ClassesOfTwoPictures_AreLookedAtButNotJudged()
    {
        for (int i = 0; i < 4; i++)
            ColorPicture.Write(photos.Beside($"few/{(i % 2 == 0 ? "blue" : "red")}/{i}.png"), i % 2 == 0 ? SKColors.Navy : SKColors.Firebrick, i);

        ToolCall.Of("issues", photos.Beside("few"), "--output", photos.Beside("few results")).Code.Should().Be(ExitCode.Done);
        ToolCall evaluation = ToolCall.Of("evaluate", photos.Beside("few"), "--output", photos.Beside("few results"));

        evaluation.Code.Should().Be(ExitCode.Failed);
        evaluation.Messages.Should().Contain("Expected at least two classes of 3 pictures or more");
    }

    [Theory]
    [InlineData("embed")]
    [InlineData("embed", "nowhere")]
    [InlineData("duplicates", ".", "--against", "nowhere")]
    [InlineData("select", ".", "--count", "0")]
    [InlineData("select", ".", "--strategy", "best")]
    [InlineData("embed", ".", "--model", "nowhere.onnx")]
    [InlineData("embed", ".", "--threads", "0")]
    [InlineData("paint", ".")]
    public void Any_BadArguments_NothingIsBegun(params string[] arguments)
    {
        ToolCall call = ToolCall.Of(arguments);

        call.Code.Should().Be(ExitCode.BadArguments);
        call.Output.Should().BeEmpty();
        call.Messages.Should().MatchRegex(@"simclr( \w+)? --help lists all (commands|options)\.\r?\n$");
    }

    [Fact]
    public void Any_FolderWithoutPictures_SaysSo()
    {
        string empty = Directory.CreateDirectory(photos.Beside("nothing")).FullName;

        ToolCall call = ToolCall.Of("embed", empty, "--output", photos.Beside("out"));

        call.Code.Should().Be(ExitCode.Failed);
        call.Messages.Should().Contain(empty);
    }
}
