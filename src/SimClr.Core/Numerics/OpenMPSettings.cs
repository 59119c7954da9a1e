using System.Globalization;

namespace SimClr.Core.Numerics;

/// <summary>Chooses the variables that tell libgomp, libtorch's OpenMP, how to wait and how many threads to use.</summary>
internal static class OpenMPSettings
{
    /// <summary>How often a thread looks for its next work before it sleeps.</summary>
    public const string SpinCount = "GOMP_SPINCOUNT";

    /// <summary>Threads of a parallel loop.</summary>
    public const string ThreadCount = "OMP_NUM_THREADS";

    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string MklThreadCount = "MKL_NUM_THREADS";

    /// <summary>
    /// libgomp's own count is 300,000, some milliseconds, in which a thread that waits for another keeps a processor from that very one
    /// where other work has its own. A thousand, some ten microseconds, covers most of the pauses between two loops on an idle machine.
    /// </summary>
    private const string FewSpins = "1000";

    /// <summary>The variables to set: none that the user has set, nor one that the user's choice overrules.</summary>
    /// <param name="environment">The value of a variable, null if it is not set.</param>
    /// <param name="processors">Processors that this process may use, by affinity and by its container's limit.</param>
    /// <param name="cores">Cores that libtorch would use by itself; it knows affinity, not the limit.</param>
    public static IReadOnlyDictionary<string, string> Choose(Func<string, string?> environment, int processors, int cores)
    {
        Dictionary<string, string> settings = [];
        if (IsUnset(SpinCount) && IsUnset(WaitPolicy))
            settings[SpinCount] = FewSpins;
        if (processors < cores && IsUnset(ThreadCount) && IsUnset(MklThreadCount))
            settings[ThreadCount] = processors.ToString(CultureInfo.InvariantCulture);
        return settings;

        bool IsUnset(string name) => environment(name) is null;
    }
}
