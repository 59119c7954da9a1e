using SimClr.Core.Interop;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Interop;

/// <summary>Everything that a file may be wrong in is refused with the reason, within bounded memory.</summary>
public sealed class SafeTensorsRefusalTests
{
    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "*'y' begins at byte 4*ends at 8*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "*'y' begins at byte 8*ends at 4*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "*'x' begins at byte 4*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "*1 more follow*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "*'x' ends at byte 4*3*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4,4],"data_offsets":[0,4]}}""", 4, "*'x' has 4 bytes*[4, 4]*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "*'x' begins*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "*'x' has 0 bytes*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "*'x' has 0 bytes*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775808]}}""", 4, "*data_offsets of tensor 'x'*whole numbers*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "*shape of tensor 'x'*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "*shape of tensor 'x'*")]
    [InlineData("""{"x":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "*shape of tensor 'x'*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}""", 4, "*no JSON*")]
    [InlineData("""{"x":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "*'x' has dtype 'F8_E4M3'*F64*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4, "*more than 2*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "*'x' lacks*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", 4, "*'x' lacks*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", 4, "*'x' has shape twice*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"extra":1}}""", 4, "*unknown property 'extra'*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", 4, "*'x' is there twice*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[[[[[1]]]]],"data_offsets":[0,4]}}""", 4, "*shape of tensor 'x'*")]
    [InlineData("""{"x":7}""", 0, "*'x' is Number*")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "*metadata 'a' is Number*")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "*metadata 'a' is there twice*")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "*__metadata__ is there twice*")]
    [InlineData("""{"__metadata__":{"simclr.sha256":"short"}}""", 0, "*no SHA-256*")]
    [InlineData("""{"\ud800":1}""", 0, "*no JSON*")]
    [InlineData("""{} {}""", 0, "*no JSON*")]
    [InlineData(""" {}""", 0, "*begin with '{'*")]
    [InlineData("""[]""", 0, "*begin with '{'*")]
    [InlineData("""{"x":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", -2, "*BOOL*0 and 1*")]
    public void Read_WrongHeader_SaysWhat(string header, int dataBytes, string message)
    {
        byte[] data = [.. Enumerable.Repeat((byte)(dataBytes < 0 ? 2 : 0), Math.Abs(dataBytes))];
        FluentActions.Invoking(() => SafeTensorsBytes.Read(SafeTensorsBytes.Of(header, data)))
            .Should().Throw<SafeTensorsException>().WithMessage(message);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "*header is said to have 18446744073709551615 bytes*")]
    [InlineData(99_000_000ul, "*99000000 bytes, but only 2 follow*")]
    [InlineData(100_000_001ul, "*at most 100000000*")]
    [InlineData(0ul, "*begin with '{'*")]
    public void Read_HugeDeclaredHeader_IsRefusedWithoutAllocatingIt(ulong length, string message)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        FluentActions.Invoking(() => SafeTensorsBytes.Read(SafeTensorsBytes.Of(length, [(byte)'{', (byte)'}'], [])))
            .Should().Throw<SafeTensorsException>().WithMessage(message);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    [Fact]
    public void Read_ThousandLevelsOfJson_IsRefused()
        => FluentActions.Invoking(() => SafeTensorsBytes.Read(SafeTensorsBytes.Of($$"""{"x":{{new string('[', 1000)}}""", [])))
            .Should().Throw<SafeTensorsException>();

    [Fact]
    public void Read_TooManyDimensions_IsRefused()
    {
        string shape = string.Join(',', Enumerable.Repeat(1, 65));
        FluentActions.Invoking(() => SafeTensorsBytes.Read(SafeTensorsBytes.Of($$$"""{"x":{"dtype":"U8","shape":[{{{shape}}}],"data_offsets":[0,1]}}""", [1])))
            .Should().Throw<SafeTensorsException>().WithMessage("*more than 64*");
    }

    [Fact]
    public void Read_InvalidUtf8_IsRefused()
        => FluentActions.Invoking(() => SafeTensorsBytes.Read(SafeTensorsBytes.Of([.. "{\""u8, 0xFF, 0xFE, .. "\":{}}"u8], [])))
            .Should().Throw<SafeTensorsException>();

    [Fact]
    public void Read_MutatedFiles_AreReadOrRefusedWithinBoundedMemory()
    {
        Mutator mutator = new(3);
        byte[] sound = SafeTensorsBytes.Sound;
        int read = 0, inputs = Mutator.Inputs(4000);
        for (int number = 0; number < inputs; number++)
            read += Reads(mutator.Mutate(sound, number)) ? 1 : 0;

        read.Should().BeInRange(1, inputs - 1, "some damage is in the data, some is not");
    }

    [Fact]
    public void Read_MutatedHeaders_AreReadOrRefusedWithinBoundedMemory()
    {
        int read = 0, inputs = Mutator.Inputs(2000);
        for (int number = 0; number < inputs; number++)
            read += Reads(SafeTensorsBytes.WithMutatedHeader(number)) ? 1 : 0;

        read.Should().BeInRange(0, inputs / 2, "few of the values leave a sound header");
    }

    private static bool Reads(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            SafeTensorsBytes.Read(bytes).Dispose();
            return true;
        }
        catch (SafeTensorsException failure)
        {
            failure.Message.Should().NotBeEmpty();
            return false;
        }
        finally
        {
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 * bytes.Length + (1 << 18));
        }
    }
}
