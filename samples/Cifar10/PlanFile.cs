using System.Text.Json;
using SimClr.Core.Samples.Pretraining;
using SimClr.Core.Samples.Reports;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>The plan on disk: a run that is taken up again keeps it, because its learning rates depend on the number of epochs.</summary>
internal static class PlanFile
{
    private const string Name = "plan.json";

    public static void Write(string folder, Cifar10Plan plan) => new OutputFolder(folder).Write(Name, MetricsJson.Serialize(plan));

    /// <summary>The plan of the run that went into a folder; null where there is none.</summary>
    /// <exception cref="PlanningException">It is damaged.</exception>
    public static Cifar10Plan? Read(string folder)
    {
        string path = Path.GetFullPath(Path.Combine(folder, Name));
        if (!File.Exists(path))
            return null;
        try
        {
            return MetricsJson.Deserialize<Cifar10Plan>(File.ReadAllText(path));
        }
        catch (JsonException exception)
        {
            string message = $"{path}: expected the plan of the run that is to go on, but {exception.Message} Without --resume the run begins anew.";
            throw new PlanningException(message, exception);
        }
    }
}
