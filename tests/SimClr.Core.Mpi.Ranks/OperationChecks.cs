using SimClr.Core.Distributed;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Ranks;

/// <summary>All of <see cref="ICollective"/> against what each rank computes by itself: it can draw every rank's tensors.</summary>
internal static class OperationChecks
{
    private static readonly ScalarType[] Summed = [ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.BFloat16];

    private static readonly ScalarType[] All =
    [
        .. Summed, ScalarType.Float16, ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool, ScalarType.ComplexFloat32,
    ];

    public static void Run(ICollective collective)
    {
        Expect.That(collective.Rank >= 0 && collective.Rank < collective.Size, "the rank is in range");
        using IDisposable scope = NewDisposeScope();
        foreach (ScalarType type in Summed)
            foreach (long count in new long[] { 1, 7, 100_003 })
                AllReduce(collective, type, count);
        AllReduce(collective, ScalarType.Float32, 2_500_013); // three pieces and a rest
        AllReduce(collective, ScalarType.BFloat16, 4_200_001);
        foreach (ScalarType type in All)
            BroadcastAndGather(collective, type);
        Broadcast(collective, collective.Size - 1, ScalarType.Float32, 2_500_013);
        UnequalGathers(collective);
        PendingChecks.Run(collective);
        Refusals(collective);
        Repeat(collective, 30);
    }

    /// <summary>Sums several sizes many times, each rank coming at another time, and compares the bits.</summary>
    public static int Repeat(ICollective collective, int times)
    {
        int sums = 0;
        foreach (long count in new long[] { 1, 1_001, 60_000 })
        {
            Tensor expected = Sum(collective.Size, ScalarType.Float32, count);
            Tensor own = Values(collective.Rank, ScalarType.Float32, count);
            for (int turn = 0; turn < times; turn++, sums++)
            {
                using Tensor values = own.clone();
                if ((turn * 31 + collective.Rank * 17) % 7 == 0)
                    Thread.Sleep((turn + collective.Rank) % 3);
                collective.AllReduce(values);
                Expect.Same(values, expected, $"sum {turn} of {count}");
            }
        }

        return sums;
    }

    /// <summary>A rank's tensor.</summary>
    public static Tensor Values(int rank, ScalarType type, long count)
    {
        using Generator generator = new((ulong)(1000 + rank));
        Tensor values = randn([count], generator: generator);
        // Over many orders of magnitude, so that another order of adding gives other bits.
        return (values * values * values * 100).to(type);
    }

    /// <summary>The sum over ranks, in their order.</summary>
    public static Tensor Sum(int ranks, ScalarType type, long count)
    {
        ScalarType computed = type == ScalarType.BFloat16 ? ScalarType.Float32 : type;
        Tensor sum = Values(0, type, count).to(computed);
        for (int rank = 1; rank < ranks; rank++)
            sum = sum + Values(rank, type, count).to(computed);
        return sum.to(type);
    }

    private static void AllReduce(ICollective collective, ScalarType type, long count)
    {
        Tensor values = Values(collective.Rank, type, count);
        collective.AllReduce(values);
        Expect.Same(values, Sum(collective.Size, type, count), $"sum of {count} {type}");
    }

    private static void BroadcastAndGather(ICollective collective, ScalarType type)
    {
        for (int root = 0; root < collective.Size; root++)
            Broadcast(collective, root, type, 11);
        Tensor own = Values(collective.Rank, type, 12).reshape(3, 2, 2);
        IReadOnlyList<Tensor> all = collective.AllGather(own);
        Expect.That(all.Count == collective.Size, "a tensor of each rank");
        for (int rank = 0; rank < all.Count; rank++)
            Expect.Same(all[rank], Values(rank, type, 12).reshape(3, 2, 2), $"{type} gathered from {rank}");
    }

    private static void Broadcast(ICollective collective, int root, ScalarType type, long count)
    {
        Tensor values = Values(collective.Rank, type, count);
        collective.Broadcast(values, root);
        Expect.Same(values, Values(root, type, count), $"{count} {type} from {root}");
    }

    private static void UnequalGathers(ICollective collective)
    {
        foreach (Func<int, long> rows in new Func<int, long>[] { rank => rank * 3, rank => rank == 0 ? 5 : 0, _ => 0, rank => 400_000 + rank * 150_000 })
        {
            IReadOnlyList<Tensor> all = collective.AllGather(Values(collective.Rank, ScalarType.Float32, rows(collective.Rank) * 2).view(-1, 2));
            for (int rank = 0; rank < all.Count; rank++)
                Expect.Same(all[rank], Values(rank, ScalarType.Float32, rows(rank) * 2).view(-1, 2), $"{rows(rank)} rows from {rank}");
        }

        IReadOnlyList<Tensor> scalars = collective.AllGather(tensor((float)collective.Rank));
        Expect.That(scalars.Select((scalar, rank) => scalar.dim() == 0 && scalar.item<float>() == rank).All(same => same), "scalars");
        // Each is one of its own.
        scalars[0].add_(1);
        Expect.That(collective.Size == 1 || scalars[1].item<float>() == 1, "no shared memory");
    }

    // Each rank alone: nothing is exchanged, so all goes on.
    private static void Refusals(ICollective collective)
    {
        Tensor values = ones(4, 6);
        Expect.Throws<ArgumentException>(() => collective.AllReduce(values.t()), "strides [1, 6]");
        Expect.Throws<ArgumentException>(() => collective.AllReduce(values.to_sparse()), "sparse");
        Expect.Throws<ArgumentException>(() => collective.AllReduce(values.to(ScalarType.Int32)), "Int32");
        Expect.Throws<ArgumentException>(() => collective.AllReduce(empty(0)), "at least one value");
        Expect.Throws<ArgumentException>(() => collective.AllGather(values.t()), "contiguous");
        Expect.Throws<ArgumentOutOfRangeException>(() => collective.Broadcast(values, collective.Size), "root");
        Expect.Throws<ArgumentOutOfRangeException>(() => collective.Broadcast(values, -1), "root");
        Expect.Throws<ArgumentNullException>(() => collective.AllReduce(null!), "tensor");
        Expect.Throws<InvalidOperationException>(() => MpiProgram.Run((_, _) => 0, new() { Library = "libmpi.so.40" }), "once");
        collective.Barrier();
    }
}
