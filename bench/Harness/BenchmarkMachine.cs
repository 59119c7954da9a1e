using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>Where a measurement was made; printed above every table.</summary>
internal static class BenchmarkMachine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static string Processor { get; } = File.Exists(ProcessorFile)
        ? NamedIn(File.ReadLines(ProcessorFile))
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();

    public static JsonObject ToJson() => new()
    {
        ["machine"] = Environment.MachineName,
        ["processor"] = Processor,
        ["cores"] = Environment.ProcessorCount,
        ["system"] = RuntimeInformation.OSDescription,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["vectorBits"] = Vector<byte>.Count * 8,
    };

    public static void Print() => Console.WriteLine(
        $"{Environment.MachineName}: {Processor}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, " +
        $"{RuntimeInformation.FrameworkDescription}, vectors of {Vector<byte>.Count * 8} bits");

    private static string NamedIn(IEnumerable<string> lines)
        => lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
}
