using SimClr.Core.Data;

namespace SimClr.Core.Loading;

/// <summary>Puts other images in the places of those that cannot be read: the next of the source that is not in the batch.</summary>
internal sealed class Substitution(TolerantReader reader, ViewMaker views)
{
    private readonly ViewWorkspace _workspace = new();

    /// <summary>Fills the gaps of a batch, all else of which has been made.</summary>
    /// <remarks>Not for the workers, but position by position: which image takes which place must not depend on who is first.</remarks>
    /// <exception cref="ViewGenerationException">Too few images are left, or the views of one cannot be made.</exception>
    public void FillGaps(BatchBuffer buffer)
    {
        foreach (int position in buffer.Missing)
        {
            int missing = buffer.Request.Indices[position];
            bool filled = Enumerable.Range(1, reader.Count - 1)
                .Select(step => (int)(((long)missing + step) % reader.Count))
                .Except(buffer.Request.Indices.Concat(buffer.Request.OfOtherRanks))
                .Any(candidate =>
                {
                    buffer.Replace(position, candidate);
                    return views.TryMake(buffer, position, _workspace);
                });
            if (!filled)
                throw TooFewImages(missing, buffer.Request.Indices.Count);
        }
    }

    private ViewGenerationException TooFewImages(int missing, int batch)
    {
        int skipped = reader.Skipped.Count;
        int left = reader.Count - skipped;
        ImageReadException failure = reader.Failure(missing)!;
        return new ViewGenerationException(
            $"{skipped} of {reader.Count} images cannot be read and were left out, and the {left} that remain do not fill a batch of "
            + $"{batch}. Choose a BatchSize (or MicroBatchSize) of at most {left}, or mend the images. Image {missing}: {failure.Message}",
            missing,
            failure);
    }
}
