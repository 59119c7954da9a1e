using SimClr.Core.Embeddings;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Explore.Tags;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.Explore.Tags;

public sealed class TagStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddingSet _three = Set("a.png", "b.png", "c.png");

    private string Kept => _folder.Combine("tags.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Set_OnAndOff_IsThereWhenOpenedAgain()
    {
        TagStore store = TagStore.Open(Kept, _three);
        store.Set(" good ", [2, 0], isOn: true).Should().BeNull();
        store.Set("bad", [1], isOn: true).Should().BeNull();
        store.Set("good", [2], isOn: false).Should().BeNull();
        store.Set("bad", [1], isOn: false).Should().BeNull();

        TagStore again = TagStore.Open(Kept, _three);

        again.All.Should().ContainSingle().Which.Should().BeEquivalentTo(new Tag("good", [0]));
        again.Of(0).Should().Equal("good");
        again.Of(1).Should().BeEmpty();
    }

    [Fact]
    public void Open_OtherPictures_KeepsTheTagsOfThoseThatAreGone()
    {
        TagStore.Open(Kept, _three).Set("good", [0, 1], isOn: true);

        TagStore fewer = TagStore.Open(Kept, Set("b.png", "d.png"));
        fewer.All.Single().Pictures.Should().Equal(0);
        fewer.Set("good", [1], isOn: true);

        TagStore.Open(Kept, Set("a.png", "b.png", "c.png", "d.png")).All.Single().Pictures.Should().Equal(0, 1, 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\u0001")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Set_NameOfNoUse_IsRefused(string name)
    {
        TagStore store = TagStore.Open(Kept, _three);
        store.Set(name, [0], isOn: true).Should().Contain("1 to 64");
        store.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Set_PictureThatThereIsNot_IsRefused(int index)
        => TagStore.Open(Kept, _three).Set("good", [index], isOn: true).Should().Contain("0 to 2");

    [Fact]
    public void Open_DamagedFile_SaysWhich()
    {
        File.WriteAllText(Kept, "{ \"good\": 7 }");
        FluentActions.Invoking(() => TagStore.Open(Kept, _three)).Should().Throw<ToolException>().WithMessage($"{Kept}*");
    }

    private static EmbeddingSet Set(params string[] paths) => new(new float[paths.Length], 1, paths);
}
