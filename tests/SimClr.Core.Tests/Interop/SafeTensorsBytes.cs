using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using SimClr.Core.Interop;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Interop;

/// <summary>Files made by hand: what another program, a defect or an attacker might write.</summary>
internal static class SafeTensorsBytes
{
    private const string SoundHeader =
        """{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"n":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}""";

    private static readonly string[] Strange =
    [
        "-1", "9223372036854775807", "9223372036854775808", "18446744073709551615", "4611686018427387904", "1e308", "0.5", "NaN", "Infinity", "null", "true", "{}", "[]",
        "\"BOOL\"", "\"F8\"", "\"\"", "\"\\ud800\"", "\"__metadata__\"", "\"simclr.sha256\"", new('[', 500), new('{', 500), string.Concat(Enumerable.Repeat("{\"a\":", 500)),
    ];

    /// <summary>A sound file with two tensors and no checksum.</summary>
    public static byte[] Sound => Of(SoundHeader, new byte[32]);

    /// <summary>
    /// A file that is sound but for values of its header: numbers and texts become others of it, so that tensors overlap or have one name,
    /// or become what no header should hold: huge and fractional numbers, NaN, deep JSON.
    /// </summary>
    public static byte[] WithMutatedHeader(int number)
    {
        RandomStream random = new(4, 0, number);
        string header = SoundHeader;
        for (int rounds = 1 + random.NextInt32(3); rounds > 0; rounds--)
        {
            MatchCollection values = Regex.Matches(header, """[0-9]+|"[A-Za-z_0-9]*"|\[[0-9,]*\]""");
            Match value = values[random.NextInt32(values.Count)];
            string other = random.NextBernoulli(0.5) ? values[random.NextInt32(values.Count)].Value : Strange[random.NextInt32(Strange.Length)];
            header = header[..value.Index] + other + header[(value.Index + value.Length)..];
        }

        return Of(header, new byte[random.NextInt32(40)]);
    }

    public static byte[] Of(string header, byte[] data) => Of(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Of(byte[] header, byte[] data) => Of((ulong)header.Length, header, data);

    public static byte[] Of(ulong length, byte[] header, byte[] data)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        return [.. prefix, .. header, .. data];
    }

    public static SafeTensorsFile Read(byte[] bytes) => new SafeTensorsReader(new MemoryStream(bytes)).Read();
}
