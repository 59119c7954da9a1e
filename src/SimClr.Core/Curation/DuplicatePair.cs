using System.Globalization;

namespace SimClr.Core.Curation;

/// <summary>Two images that show the same picture.</summary>
/// <param name="First">Index of one; in a group that of the image to keep, in a report on leaks that of the test image.</param>
/// <param name="Second">Index of the other; in a report on leaks that of the training image.</param>
/// <param name="Kind">How alike they are.</param>
/// <param name="Similarity">
/// Cosine similarity of their vectors, in [-1, 1]; without vectors the coarse correlation by which they became candidates. 1 if they have
/// the same pixels and were not compared otherwise.
/// </param>
/// <param name="Correlation">Of their luma where one lies over the other best, in [-1, 1].</param>
/// <param name="Mirrored">Whether one is mirrored.</param>
/// <param name="Overlap">The part of the larger picture that both show, in (0, 1]: less than 1 if one is cropped.</param>
public sealed record DuplicatePair(
    int First, int Second, DuplicateKind Kind, double Similarity, double Correlation = 1, bool Mirrored = false, double Overlap = 1)
{
    /// <summary>What the second is to the first, in words.</summary>
    public string Reason => Kind == DuplicateKind.Exact
        ? "the same pixels"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the same picture{(Mirrored ? ", mirrored" : "")}{(Overlap < 0.99 ? $", {Overlap:0 %} of it" : "")} (similarity {Similarity:0.000}, correlation {Correlation:0.000})");
}
