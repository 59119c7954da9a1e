using SimClr.Core.Data;
using SimClr.Core.Samples.Pretraining;
using SimClr.Core.Samples.Quickstart;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.Pretraining;

public sealed class PretrainingDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_NoFolder_IsSyntheticWithTestImages()
    {
        PretrainingData data = PretrainingData.Open(new QuickstartOptions());

        data.Training.Should().BeOfType<SyntheticSource>();
        data.Test!.Count.Should().BeGreaterThan(500);
        data.Notes.Should().BeEmpty();
    }

    [Fact]
    public void Open_TrainAndTest_TakesBoth()
    {
        Fill(("train/cat", 5), ("train/dog", 5), ("test/cat", 2), ("test/dog", 2));

        PretrainingData data = Open();

        (data.Training.Count, data.Test!.Count).Should().Be((10, 4));
        data.Notes.Should().BeEmpty();
    }

    [Fact]
    public void Open_ClassFoldersAlone_HoldsAFifthOfEachClassOutAndSaysSo()
    {
        Fill(("cat", 10), ("dog", 20));

        PretrainingData data = Open();

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

        PretrainingData data = Open();

        data.Training.ClassNames.Should().HaveCount(classes);
        data.Training.Count.Should().Be(10);
        data.Test.Should().BeNull();
    }

    [Fact]
    public void Open_Limit_IsSharedByTheClassesOnBothSides()
    {
        Fill(("train/cat", 30), ("train/dog", 30), ("test/cat", 30), ("test/dog", 30));

        PretrainingData data = PretrainingData.Open(new QuickstartOptions { Data = _folder.Path, Limit = 20 });

        (data.Training.Count, data.Test!.Count).Should().Be((20, 20));
        Enumerable.Range(0, 20).Count(index => data.Training.GetLabel(index) == 0).Should().Be(10);
    }

    [Fact]
    public void Open_DamagedFile_IsLeftOutAndNamed()
    {
        Fill(("", 5));
        File.WriteAllText(_folder.Combine("damaged.jpg"), "no picture");

        PretrainingData data = Open();

        data.Training.Count.Should().Be(5);
        data.Notes.Should().ContainSingle().Which.Should().Contain("damaged.jpg");
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
        PretrainingData data = Open();

        PretrainingData held = data.InMemory();
        byte[] expected = data.Training.Read(1).Bytes.ToArray();
        int? label = data.Training.GetLabel(1);
        Directory.Delete(_folder.Combine(first), recursive: true);
        Directory.CreateDirectory(_folder.Path);

        (held.Training.Count, held.Test?.Count).Should().Be((data.Training.Count, data.Test?.Count));
        held.Training.ClassNames.Should().Equal(data.Training.ClassNames);
        held.Training.Read(1).Bytes.ToArray().Should().Equal(expected);
        held.Training.GetLabel(1).Should().Be(label);
    }

    private PretrainingData Open() => PretrainingData.Open(new QuickstartOptions { Data = _folder.Path });

    private void Fill(params (string Folder, int Count)[] parts)
    {
        foreach ((string folder, int count) in parts)
            PictureFolder.Fill(_folder.Combine(folder), count);
    }
}
