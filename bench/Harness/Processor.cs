using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>The kind of processor that measures.</summary>
/// <param name="Name">With family and model where the system tells them: a virtual machine's "AMD EPYC" may be any of them.</param>
/// <param name="InstructionSets">Those that arithmetic can use, as the system or .NET names them.</param>
internal sealed partial record Processor(string Name, IReadOnlyList<string> InstructionSets)
{
    private const string SystemFile = "/proc/cpuinfo";

    public static Processor Current { get; } = File.Exists(SystemFile)
        ? Parse(File.ReadLines(SystemFile))
        : new Processor(Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? Architecture, [.. KnownToDotNet()]);

    private static string Architecture => $"{RuntimeInformation.ProcessArchitecture}";

    private static Processor Parse(IEnumerable<string> lines)
    {
        Dictionary<string, string> fields = lines.TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).ToDictionary(parts => parts[0], parts => parts[^1]);
        (string Field, string Word)[] kind =
            [("cpu family", "family"), ("model", "model"), ("CPU implementer", "implementer"), ("CPU part", "part")];
        IEnumerable<string> known = kind.Where(item => fields.ContainsKey(item.Field)).Select(item => $"{item.Word} {fields[item.Field]}");
        string sets = fields.GetValueOrDefault("flags") ?? fields.GetValueOrDefault("Features") ?? "";
        return new Processor(
            string.Join(", ", [fields.GetValueOrDefault("model name", Architecture), .. known]),
            [.. sets.Split(' ').Where(set => OfArithmetic().IsMatch(set)).Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> KnownToDotNet()
    {
        (string Name, bool Supported)[] sets =
        [
            ("avx2", Avx2.IsSupported), ("fma", Fma.IsSupported), ("avx512f", Avx512F.IsSupported), ("asimd", AdvSimd.IsSupported),
        ];
        return sets.Where(set => set.Supported).Select(set => set.Name);
    }

    [GeneratedRegex("^(sse4_2|avx.*|fma|f16c|amx.*|asimd.*|sve.*|bf16|i8mm)$")]
    private static partial Regex OfArithmetic();
}
