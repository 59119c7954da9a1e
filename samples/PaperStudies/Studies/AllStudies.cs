namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>The studies: what all others rest on, then those first that give the most for their time.</summary>
internal static class AllStudies
{
    /// <summary>Done before any other.</summary>
    public static IStudy Reference { get; } = new ReferenceStudy();

    public static IReadOnlyList<IStudy> InOrder { get; } =
    [
        Reference, new ColorStudy(), new HeadStudy(), new TemperatureStudy(), new ChoiceStudy(), new LabelStudy(), new AugmentationStudy(), new LossStudy(), new ViewStudy(), new EncoderStudy(),
        new TransferStudy(), new BatchSizeStudy(),
    ];
}
