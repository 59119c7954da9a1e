using CsCheck;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

public sealed class CifarSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_TrainingBatches_ReadInNumericalOrder()
    {
        foreach (byte number in Enumerable.Range(1, 10).Select(number => (byte)number))
            _folder.Write($"data_batch_{number}.bin", CifarRecords.Cifar10((byte)(number - 1)));

        CifarSource source = CifarSource.Open(_folder.Path);

        Enumerable.Range(0, source.Count).Select(source.GetLabel).Should().Equal(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        source.ClassNames.Should().HaveCount(10).And.HaveElementAt(6, "frog");
    }

    [Fact]
    public void Read_EveryRecord_PlanarPixelsAsStored()
    {
        _folder.Write("test_batch.bin", CifarRecords.Cifar10(3, 9, 0));

        CifarSource source = CifarSource.Open(_folder.Path, CifarFormat.Cifar10, DatasetSplit.Test);

        source.Count.Should().Be(3);
        for (int index = 0; index < source.Count; index++)
        {
            Image image = source.Read(index);
            image.Bytes.ToArray().Should().Equal(CifarRecords.Pixels(index));
            (image.Width, image.Height, image.Channels, image.Layout).Should().Be((32, 32, 3, PixelLayout.Planar));
        }
    }

    [Fact]
    public void OpenFiles_AnyRecordsInAnyFiles_AllComeBackInOrder()
        => Gen.Byte[0, 9].Array[1, 6].Array[1, 3].Sample(
            labels =>
            {
                string[] files = [.. labels.Select((inFile, number) => _folder.Write($"{number}.bin", CifarRecords.Cifar10(inFile)))];
                CifarSource source = CifarSource.OpenFiles(files, CifarFormat.Cifar10);
                return Enumerable.Range(0, source.Count).Select(index => (byte)source.GetLabel(index)!)
                    .SequenceEqual(labels.SelectMany(inFile => inFile))
                    && source.Read(source.Count - 1).Bytes.SequenceEqual(CifarRecords.Pixels(labels[^1].Length - 1));
            },
            iter: 30,
            threads: 1);

    [Theory]
    [InlineData(CifarFormat.Cifar100Coarse, new[] { 19, 0 }, 20, "vehicles_2")]
    [InlineData(CifarFormat.Cifar100Fine, new[] { 81, 99 }, 100, "streetcar")]
    public void Open_Cifar100_ChosenLabels(CifarFormat format, int[] labels, int classes, string name)
    {
        _folder.Write("train.bin", CifarRecords.Cifar100((19, 81), (0, 99)));

        CifarSource source = CifarSource.Open(_folder.Path, format);

        new[] { source.GetLabel(0), source.GetLabel(1) }.Should().Equal(labels[0], labels[1]);
        source.ClassNames.Should().HaveCount(classes);
        source.ClassNames[labels[0]].Should().Be(name);
        source.Read(1).Bytes.ToArray().Should().Equal(CifarRecords.Pixels(1));
    }

    [Fact]
    public void Open_ListOfNames_NamesTaken()
    {
        _folder.Write("test_batch.bin", CifarRecords.Cifar10(0));
        _folder.Write("batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");

        CifarSource.Open(_folder.Path, split: DatasetSplit.Test).ClassNames
            .Should().Equal("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    }

    [Fact]
    public void Open_ListOfNamesTooShort_Refused()
    {
        _folder.Write("test_batch.bin", CifarRecords.Cifar10(0));
        _folder.Write("batches.meta.txt", "a\nb\n");

        Failure(() => CifarSource.Open(_folder.Path, split: DatasetSplit.Test))
            .Should().Contain("batches.meta.txt").And.Contain("expected 10").And.Contain("found 2");
    }

    [Fact]
    public void Open_BatchMissing_NamesIt()
    {
        _folder.Write("data_batch_1.bin", CifarRecords.Cifar10(0));
        _folder.Write("data_batch_3.bin", CifarRecords.Cifar10(0));

        Failure(() => CifarSource.Open(_folder.Path)).Should().Contain("data_batch_2.bin is missing");
        File.Move(_folder.At("data_batch_1.bin"), _folder.At("data_batch_2.bin"));
        Failure(() => CifarSource.Open(_folder.Path)).Should().Contain("data_batch_1.bin");
    }

    [Fact]
    public void Open_NoSuchFolder_NamesFolderAndFile()
        => Failure(() => CifarSource.Open(Path.Combine(_folder.Path, "none"))).Should().Contain("none").And.Contain("data_batch_1.bin");

    [Theory]
    [InlineData(3072, "record 0 ends after 3072")]
    [InlineData(3073 * 2 + 1, "record 2 ends after 1")]
    [InlineData(0, "empty")]
    public void OpenFiles_WrongSize_NamesFileAndRecord(int size, string expected)
    {
        string file = _folder.Write("odd.bin", new byte[size]);

        Failure(() => CifarSource.OpenFiles([file], CifarFormat.Cifar10)).Should()
            .Contain("odd.bin").And.Contain("expected CIFAR-10 records of 3073 bytes").And.Contain(expected);
    }

    [Theory]
    [InlineData(CifarFormat.Cifar100Fine)]
    [InlineData(CifarFormat.Cifar100Coarse)]
    public void OpenFiles_Cifar100OfWrongSize_NamesItsRecords(CifarFormat format)
        => Failure(() => CifarSource.OpenFiles([_folder.Write("odd.bin", new byte[3073])], format)).Should()
            .Contain("expected CIFAR-100 records of 3074 bytes");

    [Theory]
    [InlineData(10)]
    [InlineData(255)]
    public void OpenFiles_LabelOutOfRange_NamesFileAndRecord(byte label)
    {
        string file = _folder.Write("labels.bin", CifarRecords.Cifar10(9, label, 0));

        Failure(() => CifarSource.OpenFiles([file], CifarFormat.Cifar10))
            .Should().Contain("labels.bin, record 1").And.Contain($"found {label}");
    }

    [Theory]
    [InlineData(CifarFormat.Cifar100Fine, 19, 100)]
    [InlineData(CifarFormat.Cifar100Coarse, 20, 99)]
    public void OpenFiles_Cifar100LabelOutOfRange_Refused(CifarFormat format, byte coarse, byte fine)
    {
        string file = _folder.Write("labels.bin", CifarRecords.Cifar100((coarse, fine)));

        Failure(() => CifarSource.OpenFiles([file], format)).Should().Contain("record 0");
    }

    [Fact]
    public void OpenFiles_MissingFile_NamesIt()
        => Failure(() => CifarSource.OpenFiles([_folder.At("gone.bin")], CifarFormat.Cifar10)).Should().Contain("gone.bin");

    [UnixFact]
    public void Open_LinkOutOfTheFolder_Refused()
    {
        string outside = _folder.Write("outside/test.bin", CifarRecords.Cifar10(1));
        File.CreateSymbolicLink(_folder.At("chosen/test_batch.bin"), outside);

        Failure(() => CifarSource.Open(_folder.At("chosen"), split: DatasetSplit.Test))
            .Should().Contain("test_batch.bin: a link that leads out");
        CifarSource.OpenFiles([_folder.At("chosen/test_batch.bin")], CifarFormat.Cifar10).Count.Should().Be(1);
    }

    [UnixFact]
    public void Open_LaterBatchOrNamesLinkOutOfTheFolder_Refused()
    {
        string outside = _folder.Write("outside/data.bin", CifarRecords.Cifar10(1));
        _folder.Write("chosen/data_batch_1.bin", CifarRecords.Cifar10(1));
        File.CreateSymbolicLink(_folder.At("chosen/data_batch_2.bin"), outside);
        Failure(() => CifarSource.Open(_folder.At("chosen"))).Should().Contain("data_batch_2.bin: a link that leads out");

        File.Delete(_folder.At("chosen/data_batch_2.bin"));
        File.CreateSymbolicLink(_folder.At("chosen/batches.meta.txt"), outside);
        Failure(() => CifarSource.Open(_folder.At("chosen"))).Should().Contain("batches.meta.txt: a link that leads out");
    }

    [Theory]
    [InlineData(CifarFormat.Cifar100Fine, "fine_label_names.txt", 100)]
    [InlineData(CifarFormat.Cifar100Coarse, "coarse_label_names.txt", 20)]
    public void Open_Cifar100TestPart_TakesItsFileAndItsListOfNames(CifarFormat format, string list, int classes)
    {
        string[] names = [.. Enumerable.Range(0, classes).Select(label => $"class {label}")];
        _folder.Write("test.bin", CifarRecords.Cifar100((19, 81)));
        _folder.Write(list, string.Join('\n', names));

        CifarSource source = CifarSource.Open(_folder.Path, format, DatasetSplit.Test);

        source.Count.Should().Be(1);
        source.ClassNames.Should().Equal(names);
    }

    [Fact]
    public void Open_ListOfNamesAsLongAsAllowed_IsRead()
    {
        string names = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";
        _folder.Write("test_batch.bin", CifarRecords.Cifar10(0));
        _folder.Write("batches.meta.txt", names + new string('\n', (1 << 16) - names.Length));

        CifarSource.Open(_folder.Path, split: DatasetSplit.Test).ClassNames.Should().HaveCount(10);
    }

    [Fact]
    public void Open_NullOrEmptyArgument_NamesIt()
    {
        FluentActions.Invoking(() => CifarSource.Open(" ")).Should().Throw<ArgumentException>().WithParameterName("folder");
        FluentActions.Invoking(() => CifarSource.OpenFiles(null!, CifarFormat.Cifar10))
            .Should().Throw<ArgumentNullException>().WithParameterName("files");
    }

    [Fact]
    public void Open_EndlessListOfNames_RefusedUnread()
    {
        _folder.Write("test_batch.bin", CifarRecords.Cifar10(1));
        _folder.Write("batches.meta.txt", new byte[(1 << 16) + 1]);

        Failure(() => CifarSource.Open(_folder.Path, split: DatasetSplit.Test)).Should().Contain("65537");
    }

    [Fact]
    public void OpenFiles_NoFiles_Refused()
        => FluentActions.Invoking(() => CifarSource.OpenFiles([], CifarFormat.Cifar10)).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void ReadAndGetLabel_IndexOutOfRange_Refused(int index)
    {
        CifarSource source = CifarSource.OpenFiles([_folder.Write("two.bin", CifarRecords.Cifar10(1, 2))], CifarFormat.Cifar10);

        FluentActions.Invoking(() => source.Read(index)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => source.GetLabel(index)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Open_UndefinedFormatOrSplit_Refused()
    {
        _folder.Write("test_batch.bin", CifarRecords.Cifar10(0));

        FluentActions.Invoking(() => CifarSource.Open(_folder.Path, (CifarFormat)9)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => CifarSource.Open(_folder.Path, split: (DatasetSplit)9)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static string Failure(Action open) => open.Should().Throw<ImageReadException>().Which.Message;
}
