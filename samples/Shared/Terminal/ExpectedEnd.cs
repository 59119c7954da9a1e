using System.Globalization;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.Terminal;

/// <summary>The time of day at which a run will end.</summary>
/// <param name="clock">Tells the time of day.</param>
/// <param name="afterwards">What comes after the training.</param>
public sealed class ExpectedEnd(TimeProvider clock, TimeSpan afterwards)
{
    /// <summary>As it looks now.</summary>
    public string Describe(TrainingProgress progress) => Describe(progress.Remaining);

    /// <summary>With so much training left.</summary>
    public string Describe(TimeSpan training)
    {
        DateTimeOffset now = clock.GetLocalNow();
        DateTimeOffset end = now + training + afterwards;
        return "ends " + end.ToString(end.Date == now.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
