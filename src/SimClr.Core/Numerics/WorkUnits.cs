namespace SimClr.Core.Numerics;

/// <summary>Runs independent pieces of a computation on as many threads as torch uses.</summary>
/// <remarks>How a computation is cut into units must not depend on the number of threads: then its result does not either.</remarks>
internal static class WorkUnits
{
    /// <summary>Calls <paramref name="work"/> with 0 to <paramref name="count"/> - 1, in any order, and returns when all are done.</summary>
    public static void Run(int count, Action<int> work)
    {
        int threads = Math.Min(count, TorchSharp.torch.get_num_threads());
        if (threads <= 1)
        {
            for (int unit = 0; unit < count; unit++)
                work(unit);
            return;
        }

        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
    }
}
