namespace SimClr.Core.Training;

/// <summary>
/// One buffer of the ring between workers and consumer, and how far its batch has come. All but the values is guarded by the workers' lock.
/// </summary>
internal sealed class BatchSlot
{
    private int _claimed;
    private int _finished;
    private readonly List<int> _missing = [];

    public BatchRequest Request { get; private set; } = new(0, []);

    public float[] Values { get; private set; } = [];

    public bool HasUnclaimed => _claimed < Request.Indices.Count;

    /// <summary>Positions whose image could not be read, in order.</summary>
    public IReadOnlyList<int> Missing => [.. _missing.Order()];

    public bool IsComplete => _finished == Request.Indices.Count;

    /// <summary>Starts another batch in this buffer.</summary>
    public void Begin(BatchRequest request, int valuesPerImage)
    {
        int length = checked(request.Indices.Count * valuesPerImage);
        if (Values.Length < length)
            Values = GC.AllocateUninitializedArray<float>(length);
        Request = request;
        _claimed = 0;
        _finished = 0;
        _missing.Clear();
    }

    /// <summary>Reserves up to <paramref name="most"/> images for the calling worker.</summary>
    public Range Claim(int most)
    {
        int start = _claimed;
        _claimed = Math.Min(start + most, Request.Indices.Count);
        return start.._claimed;
    }

    /// <summary>Records that claimed images are done.</summary>
    public void Finish(int images) => _finished += images;

    /// <summary>Records that there are no views for a position; called before its image counts as done.</summary>
    public void Miss(int position) => _missing.Add(position);

    /// <summary>Puts another image in the place of one; called once the batch is complete.</summary>
    public void Replace(int position, int index)
    {
        int[] indices = [.. Request.Indices];
        indices[position] = index;
        Request = Request with { Indices = indices };
    }

    /// <summary>Where the view of the image at a position of the batch belongs: all first views, then all second views.</summary>
    public Span<float> ValuesOf(int branch, int position, int length)
        => Values.AsSpan(checked((branch * Request.Indices.Count + position) * length), length);
}
