namespace SimClr.Core.Loading;

/// <summary>Fills the buffers of a <see cref="PrefetchRing{TBuffer}"/> with one batch after the other.</summary>
internal interface IBatchFiller<in TBuffer>
{
    /// <summary>Starts the next batch in a buffer. Called by one thread at a time.</summary>
    /// <returns>Number of its items; null after the last batch.</returns>
    int? Begin(TBuffer buffer);

    /// <summary>Makes one item of a batch; called from several threads at once, for other items.</summary>
    void Fill(TBuffer buffer, int item, ViewWorkspace workspace);
}
