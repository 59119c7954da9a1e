using System.Runtime.Intrinsics;

namespace SimClr.Core.Curation.Maps;

/// <summary>Sums in a fixed order, whatever the width of the processor's vectors.</summary>
internal static class Lanes
{
    /// <summary>The sum of the eight, pairwise.</summary>
    public static float Sum(Vector256<float> values)
    {
        Vector128<float> halves = values.GetLower() + values.GetUpper();
        return halves[0] + halves[1] + (halves[2] + halves[3]);
    }

    /// <summary>The sum of the four, pairwise.</summary>
    public static double Sum(Vector256<double> values) => values[0] + values[1] + (values[2] + values[3]);
}
