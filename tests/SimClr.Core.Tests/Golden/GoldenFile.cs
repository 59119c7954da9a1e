using System.Globalization;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Tests.Golden;

/// <summary>Reference values of other implementations, kept beside the scripts that made them.</summary>
internal static class GoldenFile
{
    /// <summary>Full path of a file in this folder.</summary>
    public static string PathOf(string name) => Path.Combine(ThisFolder(), name);

    /// <summary>The lines of a file, split at blanks.</summary>
    public static IEnumerable<string[]> Rows(string name) => File.ReadLines(PathOf(name)).Select(line => line.Split(' '));

    /// <summary>A number in the invariant culture.</summary>
    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // A default argument of PathOf would be the folder of the test that calls it.
    private static string ThisFolder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
