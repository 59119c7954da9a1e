namespace SimClr.Core.Training;

/// <summary>
/// The order in which a step of gradient caching takes its micro-batches: all but the first, whose embeddings are all that is kept, then
/// all in turn, the first with its graph from the start.
/// </summary>
internal static class MicroBatchOrder
{
    public static IEnumerable<T> Of<T>(IReadOnlyCollection<T> microBatches) => microBatches.Skip(1).Concat(microBatches);
}
