using SimClr.Core.Data;
using SimClr.Core.Samples.Data;
using SimClr.Core.Samples.Quickstart;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.Data;

public sealed class SampleDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_NoFolder_IsSyntheticWithTestImages()
    {
        SampleData data = SampleData.Open(new QuickstartOptions());

        data.Training.Should().BeOfType<SyntheticSource>();
        data.Test!.Count.Should().BeGreaterThan(500);
        data.Notes.Should().BeEmpty();
    }

    [Fact]
    public void Open_TrainAndTest_TakesBoth()
    {
        Fill(("train/cat", 5), ("train/dog", 5), ("test/cat", 2), ("test/dog", 2));

        SampleData data = Open();

        (data.Training.Count, data.Test!.Count).Should().Be((10, 4));
        data.Notes.Should().BeEmpty();
    }

    [Fact]
    public void Open_ClassFoldersAlone_HoldsAFifthOfEachClassOutAndSaysSo()
    {
        Fill(("cat", 10), ("dog", 20));

        SampleData data = Open();

        (data.Training.Count, data.Test!.Count).Should().Be((24, 6));
        Enumerable.Range(0, 6).Count(index => data.Test!.GetLabel(index) == 0).Should().Be(2);
        data.Notes.Should().ContainSingle().Which.Should().Contain("held out").And.Contain("6 images");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("only", 1)]
    public void Open_FewerThanTwoClasses_HasNoTestImages(string folder, int classes)
    {
        Fill((folder, 10));

        SampleData data = Open();

        data.Training.ClassNames.Should().HaveCount(classes);
        data.Training.Count.Should().Be(10);
        data.Test.Should().BeNull();
    }

    [Fact]
    public void Open_Limit_IsSharedByTheClassesOnBothSides()
    {
        Fill(("train/cat", 30), ("train/dog", 30), ("test/cat", 30), ("test/dog", 30));

        SampleData data = SampleData.Open(new QuickstartOptions { Data = _folder.Path, Limit = 20 });

        (data.Training.Count, data.Test!.Count).Should().Be((20, 20));
        Enumerable.Range(0, 20).Count(index => data.Training.GetLabel(index) == 0).Should().Be(10);
    }

    [Fact]
    public void Open_DamagedFile_IsLeftOutAndNamed()
    {
        Fill(("", 5));
        File.WriteAllText(_folder.Combine("damaged.jpg"), "no picture");

        SampleData data = Open();

        data.Training.Count.Should().Be(5);
        data.Notes.Should().ContainSingle().Which.Should().Contain("damaged.jpg");
    }

    [Fact]
    public void Open_List_TakesItsFilesAndLabels()
    {
        PictureFolder.Fill(_folder.Combine("pictures"), 10);
        string[] files = [.. Directory.GetFiles(_folder.Combine("pictures")).Order(StringComparer.Ordinal)];
        string list = _folder.Combine("list.csv");
        File.WriteAllLines(list, [.. files.Select((file, index) => $"{file},{(index % 2 == 0 ? "cat" : "dog")}"), "gone.png,cat"]);

        SampleData data = SampleData.Open(new QuickstartOptions { Data = list });

        (data.Training.Count, data.Test!.Count, data.Training.ClassNames.Count).Should().Be((8, 2, 2));
        data.Notes.Should().Contain(note => note.Contains("gone.png"));
    }

    [Fact]
    public void Open_FolderNamedAsADataSet_IsThatFolder()
    {
        string before = Environment.CurrentDirectory;
        PictureFolder.Fill(_folder.Combine("cifar10"), 3);
        try
        {
            Environment.CurrentDirectory = _folder.Path;
            SampleData.Open(new QuickstartOptions { Data = "cifar10" }).Training.Count.Should().Be(3);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Fact]
    public void Open_NameOfADataSetThatIsThere_IsOpenedWithoutADownload()
    {
        string before = Environment.CurrentDirectory;
        string files = _folder.Combine(Path.Combine("data", "stl10_binary"));
        Directory.CreateDirectory(files);
        foreach ((string name, int images) in new[] { ("train", 5000), ("test", 8000), ("unlabeled", 100_000) })
        {
            using FileStream pixels = File.Create(Path.Combine(files, name + "_X.bin"));
            pixels.SetLength(images * 27_648L); // A hole, which takes no space.
            if (images < 100_000)
                File.WriteAllBytes(Path.Combine(files, name + "_y.bin"), [.. Enumerable.Range(0, images).Select(index => (byte)(index % 10 + 1))]);
        }

        try
        {
            Environment.CurrentDirectory = _folder.Path;
            SampleData data = SampleData.Open(new QuickstartOptions { Data = "stl10" });
            data.ToString().Should().Be("STL-10 in data: 5,000 for training, 8,000 for testing");
            data.Notes.Should().ContainSingle().Which.Should().Contain("100,000");
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Fact]
    public void Open_NoImages_SaysWhatWasLookedFor()
    {
        Action open = () => Open();

        open.Should().Throw<ImageReadException>().WithMessage("*CIFAR*train*");
    }

    [Theory]
    [InlineData("cat", "dog")]
    [InlineData("", "")]
    public void InMemory_AnyFolder_HoldsTheSameImages(string first, string second)
    {
        Fill((first, 5), (second, 5));
        SampleData data = Open();

        SampleData held = data.InMemory();
        byte[] expected = data.Training.Read(1).Bytes.ToArray();
        int? label = data.Training.GetLabel(1);
        Directory.Delete(_folder.Combine(first), recursive: true);
        Directory.CreateDirectory(_folder.Path);

        (held.Training.Count, held.Test?.Count).Should().Be((data.Training.Count, data.Test?.Count));
        held.Training.ClassNames.Should().Equal(data.Training.ClassNames);
        held.Training.Read(1).Bytes.ToArray().Should().Equal(expected);
        held.Training.GetLabel(1).Should().Be(label);
    }

    private SampleData Open() => SampleData.Open(new QuickstartOptions { Data = _folder.Path });

    private void Fill(params (string Folder, int Count)[] parts)
    {
        foreach ((string folder, int count) in parts)
            PictureFolder.Fill(_folder.Combine(folder), count);
    }
}
