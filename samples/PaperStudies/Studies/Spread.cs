using System.Globalization;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>The same measurement with several seeds, in their order.</summary>
internal sealed record Spread(IReadOnlyList<double> Values)
{
    /// <summary>The standard error that the number of measured images leaves in the mean; 0 where nothing was counted in images.</summary>
    public double Error { get; init; }

    public double Mean => Values.Average();

    public double Lowest => Values.Min();

    public double Highest => Values.Max();

    /// <summary>As percentages: the mean, and where there are several values the least and the greatest.</summary>
    public string Percent => Text(100, "0.0");

    /// <summary>The numbers as they are.</summary>
    public string Plain => Text(1, "0.00");

    /// <summary>Differences in points of percent, with their sign.</summary>
    public string Points => Text(100, "+0.0;-0.0;0.0");

    /// <summary>The difference to another measurement, seed by seed.</summary>
    public Spread Minus(Spread other)
        => new([.. Values.Zip(other.Values, (here, there) => here - there)]) { Error = double.Hypot(Error, other.Error) };

    /// <summary>
    /// Whether this is greater than another measurement with each seed, and by more than the error of the mean difference; it is not if
    /// the other one is greater so. Else nobody can tell.
    /// </summary>
    public Verdict IsAbove(Spread other)
    {
        Spread difference = Minus(other);
        if (difference.Lowest > 0 && difference.Mean > difference.Error)
            return Verdict.Held;
        return difference.Highest < 0 && difference.Mean < -difference.Error ? Verdict.DidNotHold : Verdict.TooCloseToTell;
    }

    /// <summary>The verdict on several conditions: that on the worst of them.</summary>
    public static Verdict All(params IEnumerable<Verdict> verdicts)
    {
        Verdict[] all = [.. verdicts];
        if (all.Contains(Verdict.DidNotHold))
            return Verdict.DidNotHold;
        return all.Contains(Verdict.TooCloseToTell) ? Verdict.TooCloseToTell : Verdict.Held;
    }

    private string Text(double factor, string format)
    {
        string mean = (factor * Mean).ToString(format, CultureInfo.InvariantCulture);
        return Values.Count == 1
            ? mean
            : $"{mean} ({(factor * Lowest).ToString(format, CultureInfo.InvariantCulture)} to {(factor * Highest).ToString(format, CultureInfo.InvariantCulture)})";
    }
}
