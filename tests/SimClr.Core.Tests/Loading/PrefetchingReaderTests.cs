using System.Collections.Concurrent;
using SimClr.Core.Loading;

namespace SimClr.Core.Tests.Loading;

public sealed class PrefetchingReaderTests
{
    private const int Batches = 12;
    private const int Items = 16;

    public static TheoryData<int, int> Settings => new() { { 1, 1 }, { 1, 3 }, { 2, 2 }, { 5, 1 }, { 5, 4 }, { 0, 2 } };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Read_AnyWorkersAndBuffers_GivesAllBatchesInOrder(int workers, int buffers)
    {
        string[] batches = [.. PrefetchingReader.Read(new Numbers(), workers, buffers, default).Select(Text)];

        batches.Should().Equal(Enumerable.Range(0, Batches).Select(batch => string.Join(' ', Enumerable.Range(batch * Items, Items))));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Read_AnyWorkersAndBuffers_BeginsNoMoreThanTheBuffers(int workers, int buffers)
    {
        Numbers numbers = new();
        int taken = 0;
        foreach (List<int> _ in PrefetchingReader.Read(numbers, workers, buffers, default))
            (numbers.Begun - taken++).Should().BeLessThanOrEqualTo(buffers);
        numbers.Begun.Should().Be(Batches);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Read_SeveralItemsFail_GivesTheBatchesBeforeAndThrowsTheFirstItems(int workers, int buffers)
    {
        Numbers numbers = new() { Failing = [5 * Items + 3, 5 * Items + 4, 5 * Items + 15, 6 * Items] };
        int taken = 0;

        FluentActions.Invoking(() =>
            {
                foreach (List<int> _ in PrefetchingReader.Read(numbers, workers, buffers, default))
                    taken++;
            })
            .Should().Throw<InvalidOperationException>().WithMessage($"item {5 * Items + 3}");

        taken.Should().Be(5);
        numbers.Threads.Should().OnlyContain(thread => !thread.IsAlive);
    }

    [Fact]
    public void Read_LaterItemFailsSooner_StillThrowsTheFirstItems()
    {
        using ManualResetEventSlim failed = new();
        Numbers numbers = new()
        {
            Failing = [3, 12],
            BeforeItem = item =>
            {
                if (item == 3)
                    failed.Wait(TimeSpan.FromMinutes(1)).Should().BeTrue();
            },
            BeforeFailure = item =>
            {
                if (item == 12)
                    failed.Set();
            },
        };

        FluentActions.Invoking(() => PrefetchingReader.Read(numbers, workers: 2, buffers: 1, default).Count())
            .Should().Throw<InvalidOperationException>().WithMessage("item 3");
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Read_NextBatchCannotBeBegun_GivesThoseBeforeIt(int workers, int buffers)
    {
        Numbers numbers = new() { FailingBatch = 4 };
        int taken = 0;

        FluentActions.Invoking(() =>
            {
                foreach (List<int> _ in PrefetchingReader.Read(numbers, workers, buffers, default))
                    taken++;
            })
            .Should().Throw<InvalidOperationException>().WithMessage("batch 4");

        taken.Should().Be(4);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Read_LeftEarly_LeavesNoThreadBehind(int workers, int buffers)
    {
        Numbers numbers = new();

        PrefetchingReader.Read(numbers, workers, buffers, default).Take(2).Count().Should().Be(2);

        numbers.Threads.Should().NotBeEmpty().And.OnlyContain(thread => !thread.IsAlive);
        numbers.Begun.Should().BeLessThan(Batches);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Read_CanceledWhileABatchIsInUse_EndsWithTheTokensException(int workers, int buffers)
    {
        using CancellationTokenSource cancellation = new();
        Numbers numbers = new();
        int taken = 0;

        FluentActions.Invoking(() =>
            {
                foreach (List<int> _ in PrefetchingReader.Read(numbers, workers, buffers, cancellation.Token))
                    if (++taken == 2)
                        cancellation.Cancel();
            })
            .Should().Throw<OperationCanceledException>().Which.CancellationToken.Should().Be(cancellation.Token);

        taken.Should().Be(2);
        numbers.Threads.Should().OnlyContain(thread => !thread.IsAlive);
    }

    [Fact]
    public void Read_CanceledWhileABatchIsMade_StopsBetweenItems()
    {
        using CancellationTokenSource cancellation = new();
        Numbers numbers = new() { BeforeItem = item => { if (item == 2) cancellation.Cancel(); } };

        FluentActions.Invoking(() => PrefetchingReader.Read(numbers, workers: 1, buffers: 2, cancellation.Token).Count())
            .Should().Throw<OperationCanceledException>();

        numbers.Made.Should().Be(3, "the item at work is finished, and no other is begun");
    }

    [Fact]
    public void Read_NobodyAsks_BeginsNothing()
    {
        Numbers numbers = new();
        _ = PrefetchingReader.Read(numbers, workers: 2, buffers: 2, default);
        numbers.Begun.Should().Be(0);
    }

    [Fact]
    public void Read_EmptyBatchesAndNone_AreGivenAsTheyAre()
    {
        PrefetchingReader.Read(new Numbers { ItemsOfABatch = 0 }, workers: 3, buffers: 2, default).Should().HaveCount(Batches);
        PrefetchingReader.Read(new Numbers { Count = 0 }, workers: 3, buffers: 2, default).Should().BeEmpty();
    }

    private static string Text(List<int> batch) => string.Join(' ', batch);

    /// <summary>Batch b holds the numbers from b * Items.</summary>
    private sealed class Numbers : IBatchFiller<List<int>>
    {
        private readonly Dictionary<List<int>, int> _firsts = [];
        private int _made;

        public int Count { get; init; } = Batches;

        public int ItemsOfABatch { get; init; } = Items;

        public int[] Failing { get; init; } = [];

        public int? FailingBatch { get; init; }

        public Action<int>? BeforeItem { get; init; }

        public Action<int>? BeforeFailure { get; init; }

        public int Begun { get; private set; }

        public int Made => _made;

        public ConcurrentBag<Thread> Threads { get; } = [];

        public int? Begin(List<int> buffer)
        {
            if (Begun == Count)
                return null;
            if (Begun == FailingBatch)
                throw new InvalidOperationException($"batch {Begun}");
            lock (_firsts)
                _firsts[buffer] = Begun++ * Items;
            buffer.Clear();
            buffer.AddRange(Enumerable.Repeat(-1, ItemsOfABatch));
            return ItemsOfABatch;
        }

        public void Fill(List<int> buffer, int item, ViewWorkspace workspace)
        {
            Threads.Add(Thread.CurrentThread);
            int number;
            lock (_firsts)
                number = _firsts[buffer] + item;
            BeforeItem?.Invoke(number);
            if (Failing.Contains(number))
            {
                BeforeFailure?.Invoke(number);
                throw new InvalidOperationException($"item {number}");
            }

            buffer[item] = number;
            Interlocked.Increment(ref _made);
        }
    }
}
