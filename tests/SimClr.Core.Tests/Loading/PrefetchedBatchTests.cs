using SimClr.Core.Loading;

namespace SimClr.Core.Tests.Loading;

public sealed class PrefetchedBatchTests
{
    [Theory]
    [InlineData(3, 7, 5)]
    [InlineData(5, 3, 7)]
    [InlineData(7, 5, 3)]
    public void ThrowFailure_ItemsFailedInAnyOrder_ThrowsTheFirstItems(params int[] items)
    {
        PrefetchedBatch<object> batch = new(new object());
        batch.Begin(10);
        foreach (int item in items)
            batch.Fail(item, new InvalidOperationException($"item {item}"));

        batch.Invoking(it => it.ThrowFailure()).Should().Throw<InvalidOperationException>().WithMessage("item 3");
    }

    [Fact]
    public void IsSettled_ItemFailed_WaitsForWhatIsClaimedAndNoMore()
    {
        PrefetchedBatch<object> batch = new(new object());
        batch.Begin(10);
        (Range first, Range second) = (batch.Claim(2), batch.Claim(2));

        batch.Fail(2, new InvalidOperationException());
        batch.Finish(second);

        (batch.HasUnclaimed, batch.IsSettled).Should().Be((false, false), "the first claim is at work");
        batch.Finish(first);
        batch.IsSettled.Should().BeTrue();
    }

    [Fact]
    public void Begin_AfterAFailure_StartsAnew()
    {
        PrefetchedBatch<object> batch = new(new object());
        batch.Begin(1);
        batch.Fail(0, new InvalidOperationException());

        batch.Begin(5);

        batch.Invoking(it => it.ThrowFailure()).Should().NotThrow();
        batch.HasUnclaimed.Should().BeTrue();
        batch.Claim(8).Should().Be(0..5);
    }
}
