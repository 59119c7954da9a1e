using System.Runtime.ExceptionServices;
using SimClr.Core.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distributed;

/// <summary>Ranks that are threads of this process: a collective as a user could write it, and a way to test without MPI.</summary>
internal sealed class ThreadRanks : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Tensor?[] _given;
    private readonly Barrier _barrier;
    private readonly CancellationTokenSource _failed = new();
    private int _exchanges;

    private ThreadRanks(int size) => (_given, _barrier) = (new Tensor?[size], new Barrier(size));

    /// <summary>Runs a program on every rank, each on a thread of its own.</summary>
    /// <returns>What each rank gave, in order.</returns>
    /// <exception cref="Exception">The first failure; the other ranks end, too.</exception>
    public static T[] Run<T>(int size, Func<ICollective, T> program) => Run(size, program, out _);

    /// <param name="size">Number of ranks.</param>
    /// <param name="program">What each does.</param>
    /// <param name="exchanges">Calls of the collective, of all ranks together.</param>
    public static T[] Run<T>(int size, Func<ICollective, T> program, out int exchanges)
    {
        using ThreadRanks ranks = new(size);
        T[] results = new T[size];
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = program(new OneRank(ranks, rank));
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
                ranks._failed.Cancel();
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        exchanges = ranks._exchanges;
        return results;
    }

    public void Dispose()
    {
        _barrier.Dispose();
        _failed.Dispose();
    }

    private T Exchange<T>(int rank, Tensor? own, Func<Tensor?[], T> take)
    {
        Interlocked.Increment(ref _exchanges);
        _given[rank] = own;
        Meet();
        T taken = take(_given);
        Meet();
        return taken;
    }

    private void Meet()
    {
        if (!_barrier.SignalAndWait(Patience, _failed.Token))
            throw new TimeoutException("A rank did not come.");
    }

    private sealed class OneRank(ThreadRanks all, int rank) : ICollective
    {
        public int Rank => rank;

        public int Size => all._given.Length;

        public void AllReduce(Tensor tensor)
        {
            tensor.is_contiguous().Should().BeTrue();
            using Tensor sum = all.Exchange(rank, tensor, Sum);
            tensor.copy_(sum);
            // Nobody reads a tensor that is the sum already.
            all.Meet();
        }

        public IReadOnlyList<Tensor> AllGather(Tensor tensor)
            => all.Exchange<Tensor[]>(rank, tensor, given => [.. given.Select(one => one!.detach().clone())]);

        public void Broadcast(Tensor tensor, int root = 0)
        {
            using Tensor copy = all.Exchange(rank, tensor, given => given[root]!.detach().clone());
            tensor.copy_(copy);
            all.Meet();
        }

        public void Barrier() => all.Exchange(rank, null, _ => 0);

        private static Tensor Sum(Tensor?[] given)
        {
            using DisposeScope scope = NewDisposeScope();
            ScalarType type = given[0]!.dtype;
            Tensor sum = given[0]!.detach().clone();
            if (type == ScalarType.BFloat16)
                sum = sum.to(ScalarType.Float32);
            foreach (Tensor? other in given.Skip(1))
                sum = sum.add(other!.detach());
            return sum.to(type).MoveToOuterDisposeScope();
        }
    }
}
