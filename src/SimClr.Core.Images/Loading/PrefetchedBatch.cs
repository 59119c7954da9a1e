using System.Runtime.ExceptionServices;

namespace SimClr.Core.Loading;

/// <summary>How far the batch in one buffer of the ring has come. Guarded by the <see cref="PrefetchRing{TBuffer}"/>'s lock.</summary>
internal sealed class PrefetchedBatch<TBuffer>(TBuffer buffer)
{
    private int _claimed;
    private int _finished;
    private int _failedItem;
    private ExceptionDispatchInfo? _failure;

    public TBuffer Buffer { get; } = buffer;

    public int Items { get; private set; }

    public bool HasUnclaimed => _failure is null && _claimed < Items;

    /// <summary>True when nothing of the batch is being made any more: all of it is there, or an item failed.</summary>
    public bool IsSettled => !HasUnclaimed && _finished == _claimed;

    /// <summary>Starts another batch in the buffer.</summary>
    public void Begin(int items) => (Items, _claimed, _finished, _failure) = (items, 0, 0, null);

    /// <summary>Reserves up to <paramref name="most"/> items for the calling worker.</summary>
    public Range Claim(int most)
    {
        int start = _claimed;
        _claimed = Math.Min(start + most, Items);
        return start.._claimed;
    }

    /// <summary>Records that the worker has done with the items that it claimed.</summary>
    public void Finish(Range claim) => _finished += claim.End.Value - claim.Start.Value;

    /// <summary>Records that an item cannot be made; of several, the first item's exception is kept.</summary>
    public void Fail(int item, Exception exception)
    {
        if (_failure is not null && _failedItem < item)
            return;
        _failedItem = item;
        _failure = ExceptionDispatchInfo.Capture(exception);
    }

    /// <summary>Throws what kept the batch from being made, if anything did.</summary>
    public void ThrowFailure() => _failure?.Throw();
}
