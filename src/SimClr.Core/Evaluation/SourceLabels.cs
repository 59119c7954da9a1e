using SimClr.Core.Data;

namespace SimClr.Core.Evaluation;

/// <summary>Reads the labels of a source: all of them, or none where no image has one.</summary>
internal static class SourceLabels
{
    /// <exception cref="ArgumentException">Some images have labels and some have not.</exception>
    public static int[]? Read(IImageSource source)
    {
        int[] labels = new int[source.Count];
        bool labeled = source.GetLabel(0) is not null;
        for (int i = 0; i < labels.Length; i++)
        {
            int? label = source.GetLabel(i);
            if (label is not null != labeled)
            {
                throw new ArgumentException(
                    $"Expected a label for every image or for none; {source.NameOf(0)} has {Describe(labeled)}, "
                    + $"{source.NameOf(i)} has {Describe(!labeled)}.",
                    nameof(source));
            }

            labels[i] = label ?? 0;
        }

        return labeled ? labels : null;
    }

    private static string Describe(bool labeled) => labeled ? "one" : "none";
}
