using SimClr.Core.Losses;

namespace SimClr.Core;

/// <summary>A loss still to be made, and what is wrong with its arguments.</summary>
internal sealed record LossChoice(Func<ContrastiveLoss> Create, Func<IEnumerable<string>> Problems)
{
    // Each argument by itself: a constructor stops at the first that is wrong.
    public static LossChoice NtXent(double temperature = 0.5, NtXentReduction reduction = NtXentReduction.MeanOverViews) => new(
        () => new NtXentLoss(temperature, reduction),
        () => [.. Problem(() => new NtXentLoss(temperature)), .. Problem(() => new NtXentLoss(reduction: reduction))]);

    public static LossChoice Own(Func<ContrastiveLoss> create)
    {
        GivenPart<ContrastiveLoss> given = new("Loss", nameof(SimClrBuilder.UseLoss), create);
        return new(given.HandOver, given.Problems);
    }

    private static string[] Problem(Func<NtXentLoss> create) => PipelineChecks.Refusals("Loss", () => create().Dispose());
}
