using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics;

/// <summary>Loads TorchSharp's native libraries, and says in one sentence what is wrong where that is impossible.</summary>
/// <remarks>
/// To be called by everything that can be the first to use torch. TorchSharp's own attempt looks in the same places. Where it finds
/// nothing, it prints a trace, copies packages from the NuGet cache into the application's folder, and throws a
/// <see cref="TypeInitializationException"/> now and at every later use.
/// </remarks>
internal static class NativeTorch
{
    private static volatile bool _loaded;

    private static string LibTorchFile
        => OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";

    /// <summary>Loads the native libraries if they are not loaded yet.</summary>
    /// <exception cref="DllNotFoundException">They are missing, or cannot be loaded.</exception>
    /// <exception cref="PlatformNotSupportedException">There are none for this platform.</exception>
    public static void EnsureLoaded()
    {
        if (_loaded)
            return;
        if (Load() is { } failure)
            throw NativeTorchFailure.Describe(RuntimeInformation.RuntimeIdentifier, IsDeployed(), failure);
        _loaded = true;
    }

    /// <summary>The same for an argument that is evaluated before a base class's constructor runs.</summary>
    /// <returns>The value that was given.</returns>
    /// <inheritdoc cref="EnsureLoaded" path="/exception"/>
    public static T Loaded<T>(T value)
    {
        EnsureLoaded();
        return value;
    }

    /// <summary>The device that was given, or the CPU if it is null.</summary>
    /// <inheritdoc cref="EnsureLoaded" path="/exception"/>
    public static Device OrCpu(Device? device)
    {
        EnsureLoaded();
        return device ?? Cpu();
    }

    // Not inlined: the class torch may be initialized as soon as a method that reads its fields is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Device Cpu() => CPU;

    private static Exception? Load()
    {
        Assembly torchSharp = typeof(torch).Assembly;
        try
        {
            // In TorchSharp's order, on which Windows depends. Where libtorch is missing, the second says so.
            NativeLibrary.TryLoad("torch_cpu", torchSharp, null, out _);
            NativeLibrary.Load("LibTorchSharp", torchSharp, null);
            return null;
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            return IsPackageFolder(Path.GetDirectoryName(torchSharp.Location)) ? LoadByTorchSharp() : failure;
        }
    }

    /// <summary>
    /// Notebooks and scripts use TorchSharp.dll where its package lies, ".../torchsharp/VERSION/lib/FRAMEWORK". There TorchSharp's own
    /// way, by a copy of the packages' files, is the only one.
    /// </summary>
    private static bool IsPackageFolder(string? folder)
    {
        string? lib = Path.GetDirectoryName(folder);
        string? package = Path.GetDirectoryName(Path.GetDirectoryName(lib));
        return Path.GetFileName(lib) == "lib" && Path.GetFileName(package) == "torchsharp";
    }

    private static TypeInitializationException? LoadByTorchSharp()
    {
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(torch).TypeHandle);
            return null;
        }
        catch (TypeInitializationException failure)
        {
            return failure;
        }
    }

    private static bool IsDeployed()
    {
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return searched.Split(Path.PathSeparator).Append(AppContext.BaseDirectory)
            .Any(folder => File.Exists(Path.Combine(folder, LibTorchFile)));
    }
}
