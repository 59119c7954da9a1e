namespace SimClr.Core.Loading;

/// <summary>The memory that one batch of views is made in, and used again for a later batch.</summary>
internal sealed class BatchBuffer
{
    private bool[] _missing = [];

    public BatchRequest Request { get; private set; } = new(0, []);

    /// <summary>The values of each group of views, [V * N, H, W, C]; an array may be longer than they need.</summary>
    public float[][] Values { get; private set; } = [];

    /// <summary>Positions in the batch whose image could not be read, in order; to be asked for once all others are made.</summary>
    public IEnumerable<int> Missing => Enumerable.Range(0, Request.Indices.Count).Where(position => _missing[position]);

    /// <summary>Starts another batch.</summary>
    /// <exception cref="InvalidOperationException">A group of its views is longer than an array can be.</exception>
    public void Begin(BatchRequest request, ViewLayout layout)
    {
        Request = request;
        _missing = new bool[request.Indices.Count];
        if (Values.Length == 0)
            Values = [.. layout.Groups.Select(_ => Array.Empty<float>())];
        for (int group = 0; group < Values.Length; group++)
        {
            int length = Length(request.Indices.Count, layout.Groups[group]);
            if (Values[group].Length < length)
                Values[group] = GC.AllocateUninitializedArray<float>(length);
        }
    }

    /// <summary>Records that there are no views for a position.</summary>
    public void Miss(int position) => _missing[position] = true;

    /// <summary>Puts another image in the place of one.</summary>
    public void Replace(int position, int index)
    {
        // A new list: whoever has a batch's indices keeps them.
        int[] indices = [.. Request.Indices];
        indices[position] = index;
        Request = Request with { Indices = indices };
    }

    /// <summary>Where a view of the image at a position of the batch belongs: view by view within the view's group.</summary>
    public Span<float> ValuesOf(ViewLayout layout, int view, int position)
    {
        (int group, int place) = layout.PlaceOf(view);
        int length = layout.ShapeOf(view).Length;
        return Values[group].AsSpan((place * Request.Indices.Count + position) * length, length);
    }

    private static int Length(int images, ViewGroup group)
    {
        long length = (long)images * group.Views * group.Shape.Length;
        return length <= Array.MaxLength ? (int)length : throw new InvalidOperationException(
            $"{group.Views} views {group.Shape} of each of {images} images have {length} values, more than the {Array.MaxLength} that a batch "
            + "can hold: ask for fewer images at once (BatchSize or MicroBatchSize).");
    }
}
