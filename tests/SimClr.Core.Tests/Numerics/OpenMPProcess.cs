using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using SimClr.Core.Numerics;
using SimClr.Core.Tests.Training.Checkpoints;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

/// <summary>What a process of its own finds after the first use of the library and of torch, in either order.</summary>
/// <param name="SpinCount">GOMP_SPINCOUNT in the C environment.</param>
/// <param name="Threads">Of torch.</param>
/// <param name="Hints">Logged by two trainings.</param>
internal sealed record OpenMPProcess(string? SpinCount, int Threads, string[] Hints)
{
    public const string Command = "openmp";

    public const string LibraryFirst = "library-first";
    public const string TorchFirst = "torch-first";
    public const string SwitchedOff = "switched-off";

    private static readonly string[] Variables =
        ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "DOTNET_PROCESSOR_COUNT"];

    /// <summary>The parent: starts a child whose environment has these variables, and no other that matters here.</summary>
    /// <returns>What it found, and what libgomp says of its settings.</returns>
    public static (OpenMPProcess Found, string LibGompSays) Start(string order, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            ArgumentList = { "exec", typeof(OpenMPProcess).Assembly.Location, Command, order },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in Variables)
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        start.Environment["OMP_DISPLAY_ENV"] = "VERBOSE";
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? (JsonSerializer.Deserialize<OpenMPProcess>(output)!, errors.Result)
            : throw new InvalidOperationException(errors.Result);
    }

    /// <summary>The child.</summary>
    public static void Run(string order, TextWriter output)
    {
        if (order == SwitchedOff)
            AppContext.SetSwitch("SimClr.Core.TuneOpenMP", false);
        if (order == TorchFirst)
            UseTorch();
        UseLibrary();
        UseTorch();
        output.WriteLine(JsonSerializer.Serialize(new OpenMPProcess(SpinCountInC(), get_num_threads(), Train())));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseTorch() => ones(1).Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseLibrary() => _ = new SimClrBuilder();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string[] Train()
    {
        Messages log = new();
        for (int run = 0; run < 2; run++)
            new Session { Logger = log, Options = new() { Epochs = 1, BatchSize = 8, Workers = 1 } }.Train();
        return [.. log.All.Select(message => message.Text).Where(text => text.Contains(OpenMPSettings.SpinCount))];
    }

    private static string? SpinCountInC() => Marshal.PtrToStringUTF8(GetVariable("GOMP_SPINCOUNT"u8.ToArray()));

    [DllImport("libc.so.6", EntryPoint = "getenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GetVariable(byte[] name);
}
