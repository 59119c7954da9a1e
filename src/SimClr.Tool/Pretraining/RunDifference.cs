using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimClr.Tool.Pretraining;

/// <summary>Something in which runs differ.</summary>
/// <param name="Name">What: "options.seed", say.</param>
/// <param name="Values">One for each run; null where it has none.</param>
internal sealed record RunDifference(string Name, IReadOnlyList<string?> Values)
{
    /// <summary>Everything in which runs differ, in the order of their records.</summary>
    public static IReadOnlyList<RunDifference> Among(IReadOnlyList<RecordedRun> runs)
    {
        Dictionary<string, string>[] values = [.. runs.Select(run => Flat(run.Record))];
        return
        [
            .. values.SelectMany(run => run.Keys).Distinct()
                .Select(name => new RunDifference(name, [.. values.Select(run => run.GetValueOrDefault(name))]))
                .Where(item => item.Values.Distinct().Count() > 1),
        ];
    }

    // Options and all else as "options.seed": "1".
    private static Dictionary<string, string> Flat(RunRecord record)
    {
        Dictionary<string, string> flat = [];
        Visit("", JsonSerializer.SerializeToNode(record, RunFile.Json)!);
        return flat;

        void Visit(string name, JsonNode node)
        {
            if (node is not JsonObject parts)
            {
                flat[name] = node.ToString();
                return;
            }

            foreach ((string part, JsonNode? value) in parts)
                if (value is not null)
                    Visit(name.Length == 0 ? part : $"{name}.{part}", value);
        }
    }
}
