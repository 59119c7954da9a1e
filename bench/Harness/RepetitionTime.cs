using System.Diagnostics;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>How long something takes that is done over and over.</summary>
/// <param name="Median">Seconds for one repetition in the middle one of the rounds.</param>
/// <param name="Best">Seconds for one repetition in the fastest round.</param>
internal sealed record RepetitionTime(double Median, double Best)
{
    private const int WarmUps = 2;
    private const int Rounds = 9;

    /// <summary>Warms up, then measures rounds of equally many repetitions.</summary>
    /// <param name="action">One repetition.</param>
    /// <param name="seconds">Time for all rounds together; a round has at least one repetition.</param>
    public static RepetitionTime Measure(Action action, double seconds)
    {
        for (int warmUp = 1; warmUp < WarmUps; warmUp++)
            action();
        double once = Time(action, 1);
        int repetitions = Math.Max(1, (int)Math.Round(seconds / (Rounds * once)));
        double[] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => Time(action, repetitions)).Order()];
        return new RepetitionTime(rounds[Rounds / 2], rounds[0]);
    }

    private static double Time(Action action, int repetitions)
    {
        long start = Stopwatch.GetTimestamp();
        for (int repetition = 0; repetition < repetitions; repetition++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
    }
}
