using System.Runtime.InteropServices;
using System.Text;

namespace SimClr.Core.Mpi.Native;

/// <summary>A loaded MPI library: the process-wide part of its functions.</summary>
internal sealed unsafe class MpiLibrary
{
    private const int Serialized = 2; // MPI_THREAD_SERIALIZED: the same in all three interfaces
    private const int LongestVersion = 8192; // MPI_MAX_LIBRARY_VERSION_STRING, the largest of the three
    private const int LongestError = 512; // MPI_MAX_ERROR_STRING, likewise

    private readonly nint _handle;

    private MpiLibrary(string name, nint handle, string version, MpiAbi abi)
    {
        Name = name;
        Version = version;
        Abi = abi;
        _handle = handle;
    }

    /// <summary>The name that it was loaded by.</summary>
    public string Name { get; }

    /// <summary>What it says of itself, one line.</summary>
    public string Version { get; }

    /// <summary>Its constants.</summary>
    public MpiAbi Abi { get; }

    /// <summary>Name and version for a message.</summary>
    public string Description => $"{Name} ({Version})";

    /// <summary>Takes a library that the loader loaded.</summary>
    /// <param name="name">The name that it was loaded by.</param>
    /// <param name="handle">Its handle.</param>
    /// <returns>Null if it is no MPI library, or none that is known.</returns>
    public static MpiLibrary? Recognize(string name, nint handle)
    {
        // May be called before MPI is started, as MPI_Abi_get_version may.
        if (!NativeLibrary.TryGetExport(handle, "MPI_Get_library_version", out nint function))
            return null;
        byte[] text = new byte[LongestVersion];
        int length = 0;
        fixed (byte* start = text)
            _ = ((delegate* unmanaged<byte*, int*, int>)function)(start, &length);
        string version = Encoding.UTF8.GetString(text, 0, Math.Clamp(length, 0, LongestVersion)).TrimEnd('\0');
        return MpiAbi.Of(handle, version) is { } abi ? new MpiLibrary(name, handle, OneLine(version), abi) : null;
    }

    /// <summary>The address of a function.</summary>
    /// <exception cref="MpiException">The library has none of the name.</exception>
    public nint Function(string name) => NativeLibrary.TryGetExport(_handle, name, out nint function)
        ? function
        : throw new MpiException($"{Description} has no function {name}; MPI 3.0 or later is needed.");

    /// <summary>MPI_Init_thread, for calls from one thread at a time.</summary>
    public void Initialize()
    {
        int provided = 0;
        Check(((delegate* unmanaged<int*, byte***, int, int*, int>)Function("MPI_Init_thread"))(null, null, Serialized, &provided), "MPI_Init_thread");
        if (provided < Serialized)
            throw new MpiException($"{Description} allows calls from the main thread only; a build with MPI_THREAD_SERIALIZED is needed.");
    }

    /// <summary>MPI_Finalize.</summary>
    public void Close() => Check(((delegate* unmanaged<int>)Function("MPI_Finalize"))(), "MPI_Finalize");

    /// <summary>MPI_Abort: ends all processes of the job.</summary>
    public void Abort(int code) => _ = ((delegate* unmanaged<nint, int, int>)Function("MPI_Abort"))(Abi.World, code);

    /// <summary>Throws if a call failed.</summary>
    /// <param name="code">What it returned.</param>
    /// <param name="function">Its name.</param>
    /// <exception cref="MpiException">It is not MPI_SUCCESS; with MPI's own words.</exception>
    public void Check(int code, string function)
    {
        if (code == 0)
            return;
        byte[] text = new byte[LongestError];
        int length = 0;
        fixed (byte* start = text)
            _ = ((delegate* unmanaged<int, byte*, int*, int>)Function("MPI_Error_string"))(code, start, &length);
        string reason = Encoding.UTF8.GetString(text, 0, Math.Clamp(length, 0, LongestError)).TrimEnd('\0');
        throw new MpiException($"{function} of {Name} failed: {OneLine(reason)} (code {code}).");
    }

    // MPICH tells in many lines how it was built.
    private static string OneLine(string text)
        => string.Join(' ', text.Split('\n', 2)[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
