using SimClr.Core.Reporting;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>The plan on disk: a run that is taken up again keeps it, because its learning rates depend on the number of epochs.</summary>
internal static class PlanFile
{
    private const string Name = "plan.json";

    /// <summary>Keeps a plan in the folder of its run.</summary>
    public static void Write(string folder, Cifar10Plan plan) => MetricsJson.Save(Path.Combine(folder, Name), plan);

    /// <summary>The plan of the run that went into a folder; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Cifar10Plan? Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        try
        {
            return File.Exists(path) ? Load(path) : null;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{exception.Message} Without --resume the run begins anew.", exception);
        }
    }

    /// <summary>A plan, wherever it is.</summary>
    /// <exception cref="InvalidDataException">The file is no plan.</exception>
    public static Cifar10Plan Load(string path) => MetricsJson.Load<Cifar10Plan>(path);
}
