using System.Buffers.Binary;
using System.Globalization;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Data;

/// <summary>
/// Damages bytes in the ways that files are damaged, or that an attacker would try; the same seed and number damage alike.
/// </summary>
internal sealed class Mutator(long seed)
{
    private static readonly uint[] Boundaries = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];

    /// <summary>How many inputs a fuzz test tries: a few for every run of the tests; SIMCLR_FUZZ_INPUTS makes a long run of it.</summary>
    public static int Inputs(int usual)
        => int.TryParse(Environment.GetEnvironmentVariable("SIMCLR_FUZZ_INPUTS"), CultureInfo.InvariantCulture, out int wanted)
            ? wanted
            : usual;

    public byte[] Mutate(byte[] original, int number)
    {
        RandomStream random = new(seed, 0, number);
        byte[] bytes = [.. original];
        for (int rounds = 1 + random.NextInt32(4); rounds > 0 && bytes.Length > 0; rounds--)
            bytes = Once(bytes, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, RandomStream random)
    {
        int at = random.NextInt32(bytes.Length);
        // Headers decide most, so half of all changes go there.
        int place = random.NextBernoulli(0.5) ? at : at % Math.Min(bytes.Length, 64);
        switch (random.NextInt32(6))
        {
            case 0:
                return bytes[..at];
            case 1:
                bytes[place] ^= (byte)(1 << random.NextInt32(8));
                return bytes;
            case 2:
                bytes[place] = (byte)random.NextUInt32();
                return bytes;
            case 3 when place + 4 <= bytes.Length:
                uint value = Boundaries[random.NextInt32(Boundaries.Length)];
                BinaryPrimitives.WriteUInt32LittleEndian(
                    bytes.AsSpan(place), random.NextBernoulli(0.5) ? value : BinaryPrimitives.ReverseEndianness(value));
                return bytes;
            case 4:
                return [.. bytes[..at], .. bytes[place..]];
            default:
                return [.. bytes, .. bytes[at..]];
        }
    }
}
