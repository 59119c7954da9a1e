using System.Collections.ObjectModel;
using SimClr.Core.Files;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>
/// The content of a safetensors file: named tensors, and metadata of strings. The format that Python's <c>safetensors</c> reads and writes.
/// </summary>
/// <remarks>
/// <para>The types are F64, F32, F16, BF16, I64, I32, I16, I8, U8 and BOOL. Files written here hold a SHA-256 of the whole file under
/// <see cref="ChecksumKey"/> (taken with the digits of the checksum itself as zeros); where a file has one, it is verified.</para>
/// <para>Nothing in a file can make a reader run code. Owns its tensors: dispose it. Not thread-safe.</para>
/// </remarks>
public sealed class SafeTensorsFile : IDisposable
{
    /// <summary>The name of the metadata that hold the checksum.</summary>
    public const string ChecksumKey = "simclr.sha256";

    private readonly Dictionary<string, Tensor> _tensors;
    private bool _disposed;

    internal SafeTensorsFile(Dictionary<string, Tensor> tensors, Dictionary<string, string> metadata)
        => (_tensors, Metadata) = (tensors, metadata.AsReadOnly());

    /// <summary>The tensors by their names, contiguous, on the CPU; they live as long as this object.</summary>
    /// <exception cref="ObjectDisposedException">The file's content has been disposed.</exception>
    public IReadOnlyDictionary<string, Tensor> Tensors
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _tensors;
        }
    }

    /// <summary>The metadata, without the checksum.</summary>
    public ReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>True where the file held a checksum, which was right; false where it held none.</summary>
    public bool IsVerified { get; internal init; }

    /// <summary>Reads a whole file; memory grows with the file's length only, whatever it says of itself.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The content; dispose it.</returns>
    /// <exception cref="SafeTensorsException">
    /// The file is damaged or none of the format; the message says what is wrong and where.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static SafeTensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        NativeTorch.EnsureLoaded();
        path = Path.GetFullPath(path);
        if (PathProblem.OfFile(path) is { } problem)
            throw new IOException($"{path}: expected a safetensors file, but {problem}.");
        using FileStream stream = File.OpenRead(path);
        try
        {
            return new SafeTensorsReader(stream).Read();
        }
        catch (Exception exception) when (exception is SafeTensorsException or EndOfStreamException)
        {
            // Asked only now: no file of the format may be taken for one of another.
            string what = ForeignFormat.Describe(stream, path) is { } other ? $"{path} {other}" : $"{path}: {exception.Message}";
            throw new SafeTensorsException($"{what}.", exception);
        }
    }

    /// <summary>
    /// Writes a file, all or nothing: what was there before stays until the new content is complete and on the disk.
    /// Holds a copy of at most one tensor.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">Of any device and strides; borrowed.</param>
    /// <param name="metadata">None where null. A <see cref="ChecksumKey"/> among them is replaced.</param>
    /// <exception cref="ArgumentException">
    /// A tensor's name or type is none that the format knows, or names and metadata exceed 100 MB.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream => SafeTensorsWriter.Write(stream, tensors, metadata ?? ReadOnlyDictionary<string, string>.Empty));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        foreach (Tensor tensor in _tensors.Values)
            tensor.Dispose();
    }
}
