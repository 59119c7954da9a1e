using SimClr.Core.Files;
using SimClr.Core.Interop.PyTorch;
using SimClr.Core.Numerics;

namespace SimClr.Core.Interop;

/// <summary>Opens files of weights, each by its format.</summary>
internal static class WeightsFile
{
    /// <summary>Opens a file, of the format that its first bytes show.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="key">Where in a PyTorch file the tensors are; null: to be found.</param>
    /// <exception cref="WeightsException">A PyTorch file is damaged or refused, or a safetensors file has no such key.</exception>
    /// <exception cref="SafeTensorsException">Any other file is damaged or none of the format.</exception>
    public static IWeightsFile Open(string path, string? key)
    {
        NativeTorch.EnsureLoaded();
        if (PathProblem.OfFile(path) is { } problem)
            throw new IOException($"{path}: expected a file of weights, but {problem}.");
        FileStream stream = File.OpenRead(path);
        try
        {
            if (ForeignFormat.IsPyTorch(stream, path))
                return PyTorchFile.Open(stream, key);
        }
        catch (Exception exception) when (exception is WeightsException or EndOfStreamException)
        {
            stream.Dispose();
            throw new WeightsException($"{path}: {exception.Message}.", exception);
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        stream.Dispose();
        if (key is not null)
            throw new WeightsException($"{path} is no PyTorch file, so it has no dictionaries inside, as the key '{key}' would need: leave it null.");
        return new SafeTensorsWeights(SafeTensorsFile.Read(path));
    }
}
