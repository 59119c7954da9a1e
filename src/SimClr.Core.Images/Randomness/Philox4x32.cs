namespace SimClr.Core.Randomness;

/// <summary>The Philox4x32-10 block function (Salmon et al. 2011, section 3.3).</summary>
internal static class Philox4x32
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Encrypts a 128-bit counter under a 64-bit key into four random words.</summary>
    public static void Block(uint c0, uint c1, uint c2, uint c3, uint key0, uint key1, Span<uint> result)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ key0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ key1, (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        result[3] = c3;
        result[2] = c2;
        result[1] = c1;
        result[0] = c0;
    }
}
