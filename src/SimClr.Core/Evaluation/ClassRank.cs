using System.Numerics;

namespace SimClr.Core.Evaluation;

/// <summary>Where a class stands among all, by their scores.</summary>
internal static class ClassRank
{
    /// <summary>
    /// How many classes are ahead of one: those of greater score, and of equal score those that are lower. Of a class that has no score,
    /// all there could be.
    /// </summary>
    /// <param name="scores">One a class; none NaN.</param>
    /// <param name="label">The class, at least 0.</param>
    public static int Of<T>(ReadOnlySpan<T> scores, int label)
        where T : IComparisonOperators<T, T, bool>
    {
        if (label >= scores.Length)
            return int.MaxValue;
        int ahead = 0;
        for (int other = 0; other < scores.Length; other++)
            if (scores[other] > scores[label] || (scores[other] == scores[label] && other < label))
                ahead++;
        return ahead;
    }

    /// <summary>The class that none is ahead of: of the greatest score the lowest.</summary>
    public static int First<T>(ReadOnlySpan<T> scores)
        where T : IComparisonOperators<T, T, bool>
    {
        int first = 0;
        for (int other = 1; other < scores.Length; other++)
            if (scores[other] > scores[first])
                first = other;
        return first;
    }

    /// <summary>Checks the scores of some images, C of each.</summary>
    /// <exception cref="ArgumentException">One is NaN; the message names image and class.</exception>
    public static void RequireNumbers(ReadOnlySpan<float> scores, int classes, string parameterName)
    {
        for (int i = 0; i < scores.Length; i++)
            if (float.IsNaN(scores[i]))
                throw new ArgumentException($"The score of class {i % classes} of image {i / classes} is NaN.", parameterName);
    }
}
