using SimClr.Core.Losses.ClosedForm;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.NtXent;

/// <summary>Chooses the way through the similarity matrix.</summary>
internal static class NtXentSweep
{
    /// <summary>Checks the argument of a loss.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public static void Check(NtXentTarget target)
    {
        if (!Enum.IsDefined(target))
            throw new ArgumentOutOfRangeException(nameof(target), target, "Expected EachPositive or MeanOfPositives.");
    }

    /// <summary>Tiles if the temperature allows it, which are faster; else blocks of rows.</summary>
    public static IClosedFormLoss Create(double temperature, ScalarType type, NtXentTarget target, INtXentTerms terms)
    {
        INtXentTarget chosen = target == NtXentTarget.EachPositive ? new EachPositive() : new MeanOfPositives();
        return NtXentTileSweep.MaximumNeedNotBeSubtracted(temperature, type)
            ? new NtXentTileSweep(temperature, chosen, terms)
            : new NtXentRowSweep(temperature, chosen, terms);
    }
}
