using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation;

internal static class ProbabilityGuard
{
    /// <summary>Returns the value if it is a probability.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public static double Check(double probability, [CallerArgumentExpression(nameof(probability))] string? name = null)
        => probability is >= 0 and <= 1
            ? probability
            : throw new ArgumentOutOfRangeException(name, probability, "A probability must be in [0, 1].");
}
