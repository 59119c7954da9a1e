using System.Text;
using SimClr.Core.Interop;
using SimClr.Core.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop;

public sealed class SafeTensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.At("file.safetensors");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void Read_WhatWasWritten_IsTheSameForEveryTypeAndStrides(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = arange(24, ScalarType.Float32).reshape(2, 3, 2, 2).to_type(type);
        Dictionary<string, Tensor> tensors = new()
        {
            ["plain"] = values,
            ["channels last"] = values.permute(0, 3, 1, 2),
            ["part"] = values.narrow(1, 1, 1),
            ["scalar"] = values[1, 1, 1, 1],
            ["empty"] = zeros([0, 5], type),
            ["name\n\"ü€\""] = values.flatten(),
        };

        SafeTensorsFile.Write(File, tensors, new Dictionary<string, string> { ["key\""] = "wert ü\n{}" });
        using SafeTensorsFile file = SafeTensorsFile.Read(File);

        file.Metadata.Should().Equal(new Dictionary<string, string> { ["key\""] = "wert ü\n{}" });
        file.IsVerified.Should().BeTrue();
        file.Tensors.Keys.Should().BeEquivalentTo(tensors.Keys);
        foreach ((string name, Tensor tensor) in tensors)
        {
            file.Tensors[name].dtype.Should().Be(type);
            file.Tensors[name].shape.Should().Equal(tensor.shape);
            file.Tensors[name].Equals(tensor.contiguous()).Should().BeTrue($"'{name}' must keep its values");
        }
    }

    [Fact]
    public void Write_TwoTensors_GivesTheFormatsBytes()
    {
        using Tensor small = tensor(new byte[] { 7, 8, 9 });
        using Tensor large = tensor(new[] { 1f, -2f });
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["a"] = small, ["b"] = large });

        byte[] bytes = System.IO.File.ReadAllBytes(File);
        long length = BitConverter.ToInt64(bytes);
        string header = Encoding.UTF8.GetString(bytes, 8, (int)length);
        (length % 8).Should().Be(0, "the data is aligned");
        header.Should().MatchRegex("""^\{"__metadata__":\{"simclr.sha256":"[0-9a-f]{64}"\},"b":.*"a":.*\} *$""");
        header.Should().Contain("""{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""");
        bytes[(8 + (int)length)..].Should().Equal([.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2f), 7, 8, 9]);
    }

    [Fact]
    public void Read_FileOfAnotherProgram_NeedsNoChecksumAndTakesPadding()
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(_folder.Write("other", SafeTensorsBytes.Of(
            """{ "x":{"shape":[2], "data_offsets":[0,4], "dtype":"I16"} }   """, [1, 0, 255, 255])));

        file.Metadata.Should().BeEmpty();
        file.IsVerified.Should().BeFalse();
        file.Tensors["x"].data<short>().ToArray().Should().Equal(1, -1);
    }

    [Fact]
    public void Read_AnyBitFlippedOrAnyByteCut_IsRefusedOrNotVerified()
    {
        using Tensor values = arange(5, ScalarType.Float32);
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["x"] = values }, new Dictionary<string, string> { ["step"] = "17" });
        byte[] sound = System.IO.File.ReadAllBytes(File);

        for (int bit = 0; bit < 8 * sound.Length; bit += 3)
        {
            byte[] flipped = [.. sound];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Refuses(flipped, $"bit {bit} was flipped");
        }

        for (int length = 0; length < sound.Length; length++)
            Refuses(sound[..length], $"only {length} bytes are left");
        Refuses([.. sound, 0], "one byte more is there");

        // A flip in the checksum's own name leaves a file without a checksum.
        static void Refuses(byte[] bytes, string because) => FluentActions.Invoking(() =>
        {
            using SafeTensorsFile file = SafeTensorsBytes.Read(bytes);
            if (!file.IsVerified)
                throw new SafeTensorsException();
        }).Should().Throw<SafeTensorsException>(because);
    }

    [Fact]
    public void Write_TypeOrNameUnknownToTheFormat_SaysSoAndLeavesTheOldFile()
    {
        using Tensor sound = ones(2);
        using Tensor complex = zeros(2, ScalarType.ComplexFloat32);
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["old"] = sound });

        FluentActions.Invoking(() => SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["z"] = complex }))
            .Should().Throw<ArgumentException>().WithMessage("*'z'*ComplexFloat32*F32*");
        FluentActions.Invoking(() => SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["__metadata__"] = sound }))
            .Should().Throw<ArgumentException>().WithMessage("*__metadata__*");

        using SafeTensorsFile file = SafeTensorsFile.Read(File);
        file.Tensors.Keys.Should().Equal("old");
        Directory.EnumerateFiles(_folder.Path).Should().ContainSingle("the unfinished files are gone");
    }

    [Fact]
    public void Write_MetadataWithAnOldChecksum_ReplacesIt()
    {
        using Tensor values = ones(2);
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["x"] = values }, new Dictionary<string, string> { [SafeTensorsFile.ChecksumKey] = "stale" });
        SafeTensorsFile.Read(File).Dispose();
    }

    [Fact]
    public void Read_Damaged_NamesTheFileAndLeavesNoTensors()
    {
        using Tensor values = ones(200);
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["x"] = values });
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[^1] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
        long before = Tensor.TotalCount;

        FluentActions.Invoking(() => SafeTensorsFile.Read(File))
            .Should().Throw<SafeTensorsException>().WithMessage($"{File}: *damaged*SHA-256*");

        Tensor.TotalCount.Should().Be(before);
    }
}
