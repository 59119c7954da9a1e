using System.Collections;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>Where a measurement was made; part of every report.</summary>
internal static partial class BenchmarkMachine
{
    /// <summary>One line for the console.</summary>
    public static string Description { get; } =
        $"{Processor.Current.Name}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, "
        + $"{RuntimeInformation.FrameworkDescription}, vectors of {Vector<byte>.Count * 8} bits";

    /// <summary>Name of the folder with the results of such processors, such as amd-epyc-family-25-model-1-2-cores.</summary>
    public static string FolderName { get; } = NoNameCharacters().Replace(
        $"{Processor.Current.Name} {Environment.ProcessorCount} cores".ToLowerInvariant().Replace("(r)", "").Replace("(tm)", ""), "-");

    public static JsonObject ToJson() => new()
    {
        ["processor"] = Processor.Current.Name,
        ["cores"] = Environment.ProcessorCount,
        ["instructionSets"] = JsonSerializer.SerializeToNode(Processor.Current.InstructionSets),
        ["vectorBits"] = Vector<byte>.Count * 8,
        ["memoryBytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        ["system"] = RuntimeInformation.OSDescription,
        ["environment"] = JsonSerializer.SerializeToNode(Variables()),
    };

    // Variables that choose kernels or threads. What the library sets itself is not among them.
    private static Dictionary<string, string?> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(variable => OfArithmetic().IsMatch((string)variable.Key))
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value);

    [GeneratedRegex("^(ONEDNN|DNNL|ATEN|MKL|OMP|GOMP|KMP|DOTNET_Enable)")]
    private static partial Regex OfArithmetic();

    [GeneratedRegex("[^a-z0-9.]+")]
    private static partial Regex NoNameCharacters();
}
