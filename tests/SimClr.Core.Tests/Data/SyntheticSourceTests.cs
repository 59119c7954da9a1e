using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

public sealed class SyntheticSourceTests
{
    [Fact]
    public void ClassNames_Default_AreTheShapes() => new SyntheticSource().ClassNames.Should()
        .Equal("bars", "checker", "crescent", "cross", "disc", "dots", "ring", "square", "star", "triangle");

    [Fact]
    public void Read_KnownSeed_GivesTheSameBytesOnEveryMachine()
    {
        SyntheticSource source = new(new SyntheticOptions { Count = 40 });
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int index = 0; index < source.Count; index++)
            hash.AppendData(source.Read(index).Bytes);
        Convert.ToHexString(hash.GetHashAndReset()).Should().Be("7F23DB47CFE7E2579B4456576F1A64772FA9721F52B182D2A0EB57BBCE34FAFE");
    }

    [Fact]
    public void Read_ManyThreads_GivesTheSameBytes()
    {
        SyntheticSource first = new(new SyntheticOptions { Count = 64 });
        SyntheticSource second = new(new SyntheticOptions { Count = 64 });
        Parallel.For(0, 256, at => second.Read(at % 64));
        for (int index = 63; index >= 0; index--)
            first.Read(index).Bytes.SequenceEqual(second.Read(index).Bytes).Should().BeTrue();
    }

    [Fact]
    public void Read_OtherSeedSplitOrIndex_GivesAnotherImage()
    {
        byte[][] images =
        [
            Bytes(new SyntheticOptions(), 0), Bytes(new SyntheticOptions(), 10), Bytes(new SyntheticOptions { Seed = 1 }, 0), Bytes(
                new SyntheticOptions { Split = DatasetSplit.Test }, 0),
        ];
        images.Select(Convert.ToHexString).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void GetLabel_Classes_AreBalancedAndNamed()
    {
        SyntheticSource source = new(new SyntheticOptions { Count = 100, Classes = 4 });
        source.ClassNames.Should().HaveCount(4).And.OnlyHaveUniqueItems();
        Enumerable.Range(0, 100).GroupBy(index => source.GetLabel(index))
            .Should().HaveCount(4).And.OnlyContain(group => group.Count() == 25);
    }

    [Fact]
    public void Read_MeanColor_CarriesNoClass()
    {
        SyntheticSource source = new(new SyntheticOptions { Count = 4000 });
        double[] classMeans = [.. Enumerable.Range(0, 10).Select(label => Enumerable.Range(0, 400).Average(at => source.Read(at * 10 + label).Bytes.ToArray().Average(value => value / 255.0)))];
        (classMeans.Max() - classMeans.Min()).Should().BeLessThan(0.03, "brightness must not give the class away");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(33)]
    public void Read_OtherSize_HasThatSize(int size)
        => new SyntheticSource(new SyntheticOptions { Count = 3, Size = size }).Read(2)
            .Should().Match<Image>(image => image.Width == size && image.Height == size && image.Channels == 3);

    [Fact]
    public void Constructor_BadOptions_ListsAllOfThem()
    {
        Action act = () => _ = new SyntheticSource(new SyntheticOptions { Count = 0, Size = 7, Classes = 11, Split = (DatasetSplit)2 });
        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(4);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Read_IndexOutOfRange_Throws(int index)
    {
        SyntheticSource source = new(new SyntheticOptions { Count = 3 });
        source.Invoking(s => s.Read(index)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*one of 3 images*");
        source.Invoking(s => s.GetLabel(index)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static byte[] Bytes(SyntheticOptions options, int index) => new SyntheticSource(options).Read(index).Bytes.ToArray();
}
