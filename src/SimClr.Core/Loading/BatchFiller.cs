namespace SimClr.Core.Loading;

/// <summary>Fills buffers with the views of the requested batches; an item is an image with all its views.</summary>
internal sealed class BatchFiller(ViewMaker views, IEnumerator<BatchRequest> requests) : IBatchFiller<BatchBuffer>
{
    public int? Begin(BatchBuffer buffer)
    {
        if (!requests.MoveNext())
            return null;
        buffer.Begin(requests.Current, views.Layout);
        return requests.Current.Indices.Count;
    }

    public void Fill(BatchBuffer buffer, int item, ViewWorkspace workspace)
    {
        if (!views.TryMake(buffer, item, workspace))
            buffer.Miss(item);
    }
}
