using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>Tells the weights of modules from others.</summary>
internal static class WeightDigest
{
    private const int Length = 8;

    /// <summary>The first bytes of a SHA-256 over names and values of all parameters and buffers; null modules are left out.</summary>
    public static string Of(params IEnumerable<nn.Module?> modules)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor tensor) in modules.OfType<nn.Module>().SelectMany(module => module.state_dict()))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            TensorBytes.Read(tensor, hash.AppendData);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Length));
    }
}
