using System.Diagnostics;
using System.Globalization;
using SimClr.Core.Distributed;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Ranks;

/// <summary>Programs by name. Rank 1 is the one that misbehaves.</summary>
internal static class Scenarios
{
    private const int Forever = 120_000;

    public static Func<ICollective, CancellationToken, int> Find(string name, string[] arguments) => name switch
    {
        "checks" => (collective, _) => Check(collective),
        "speed" => (collective, _) => Speed.Measure(collective),
        "loss" => (collective, _) => LossSpeed.Measure(collective),
        "repeat" => (collective, _) => Repeat(collective),
        "huge" => (collective, _) => Huge(collective),
        "size" => (collective, _) => Say(collective, $"size {collective.Size} launched {MpiProgram.IsLaunched}", 0),
        "result" => (collective, _) => Say(collective, "the end", collective.Rank == 1 ? 3 : 0),
        "throw" => (collective, _) => Misbehave(collective, () => throw new InvalidOperationException("this is the reason")),
        "hang" => (collective, _) => Misbehave(collective, () => Thread.Sleep(Forever)),
        "kill" => (collective, _) => Misbehave(collective, () => Process.GetCurrentProcess().Kill()),
        "exit" => (collective, _) => Misbehave(collective, () => Environment.Exit(0)),
        "thread" => (collective, _) => Misbehave(collective, ThrowElsewhere),
        "leave" => (collective, _) => collective.Rank == 1 ? Sleep() : 0,
        "absent" => (collective, _) => Misbehave(collective, () => { }),
        "pending" => (collective, _) => LeavePending(collective),
        "other" => (collective, _) => MakeOtherCall(collective),
        "wait" => WaitForSignal,
        "ignore" => IgnoreSignals,
        "train" => (collective, token) => Training.Run(collective, arguments, token),
        "broadcast13" => (collective, _) => Broadcast(collective, 13),
        _ => throw new ArgumentException($"There is no scenario '{name}'."),
    };

    private static int Check(ICollective collective)
    {
        // A test that waits for others by yielding only must get its turn.
        set_num_threads(1);
        OperationChecks.Run(collective);
        RuntimeChecks.Run();
        return Say(collective, "all checks passed", 0);
    }

    private static int Say(ICollective collective, string text, int result)
    {
        if (collective.Rank == 0)
            Console.WriteLine(text);
        return result;
    }

    private static int Misbehave(ICollective collective, Action act)
    {
        collective.Barrier();
        if (collective.Rank == 1)
            act();
        collective.Barrier();
        return Say(collective, "came to the end", 0);
    }

    private static int LeavePending(ICollective collective)
    {
        for (int sum = 0; sum < 5; sum++)
            collective.BeginAllReduce(ones(1_000_000));
        return Say(collective, "left", 0);
    }

    private static int Sleep()
    {
        Thread.Sleep(Forever);
        return 0;
    }

    private static void ThrowElsewhere()
    {
        Thread thread = new(() => throw new InvalidOperationException("this is the reason"));
        thread.Start();
        thread.Join();
    }

    private static int MakeOtherCall(ICollective collective)
    {
        using Tensor values = ones(3, 4);
        if (collective.Rank == 1)
            collective.Broadcast(values);
        else
            collective.AllReduce(values);
        return 0;
    }

    private static int Broadcast(ICollective collective, int bytes)
    {
        using Tensor values = zeros(bytes, dtype: ScalarType.Byte);
        collective.Broadcast(values);
        return 0;
    }

    private static int WaitForSignal(ICollective collective, CancellationToken cancellationToken)
    {
        collective.Barrier();
        Say(collective, "ready", 0);
        bool canceled = cancellationToken.WaitHandle.WaitOne(Forever);
        Console.WriteLine($"rank {collective.Rank} canceled {canceled}");
        return 0;
    }

    private static int IgnoreSignals(ICollective collective, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(() => Console.WriteLine("canceled"));
        Say(collective, "ready", 0);
        return Sleep();
    }

    // By hand, as they take long: a thousand sums with random delays; tensors of more than int.MaxValue bytes and values.
    private static int Repeat(ICollective collective)
    {
        set_num_threads(1);
        int sums = OperationChecks.Repeat(collective, 1000);
        return Say(collective, string.Create(CultureInfo.InvariantCulture, $"{sums} sums are the same to the bit"), 0);
    }

    private static int Huge(ICollective collective)
    {
        const long count = int.MaxValue + 9L;
        bool right;
        using (Tensor bytes = full([count], collective.Rank + 1, dtype: ScalarType.Byte))
        {
            collective.Broadcast(bytes, collective.Size - 1);
            right = Are(bytes, collective.Size);
        }

        using Tensor halves = ones([count], dtype: ScalarType.BFloat16);
        collective.AllReduce(halves);
        right &= Are(halves, collective.Size);
        return Say(collective, $"{count} values: {right}", right ? 0 : 1);
    }

    // In parts: a comparison of all needs as much memory again.
    private static bool Are(Tensor values, int expected)
    {
        const long part = 1 << 26;
        for (long start = 0; start < values.numel(); start += part)
        {
            using Tensor some = values.narrow(0, start, Math.Min(part, values.numel() - start)), same = some == expected, all = same.all();
            if (!all.item<bool>())
                return false;
        }

        return true;
    }
}
