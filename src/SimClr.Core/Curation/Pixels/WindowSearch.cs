using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Curation.Pixels;

/// <summary>The pictures of a bank that each picture may be a part of, mirrored or not, by the best of their <see cref="PictureWindows"/>.</summary>
/// <remarks>Compares every pair, in blocks. The same to the bit on any processor and for any number of threads.</remarks>
internal sealed class WindowSearch
{
    private const int BankRows = 1024;

    // Descriptions of so many pictures and the windows of one stay in the nearest cache.
    private const int QueryRows = 16;

    private const int Lanes = 8;
    private const int WindowsLength = PictureWindows.Length * PictureWindows.Count;

    private readonly float[] _queries;
    private readonly int _queryCount;

    private WindowSearch(IReadOnlyList<ImageFacts> queries)
    {
        _queryCount = queries.Count;
        _queries = FeatureSetChecks.Allocate(queries.Count, 2 * PictureWindows.Length);
        Parallel.For(0, queries.Count, i => PictureWindows.Whole(queries[i].Thumbnail, Query(i)[..PictureWindows.Length], Query(i)[PictureWindows.Length..]));
    }

    /// <summary>For each picture those of a bank that it resembles a window of, most similar first.</summary>
    /// <param name="queries">The pictures.</param>
    /// <param name="bank">The bank; the same object leaves out each picture itself.</param>
    /// <param name="count">How many of each; as many as there are at most.</param>
    /// <param name="progress">Gets the number of pairs that are compared, and of all.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    public static Neighbors Run(
        IReadOnlyList<ImageFacts> queries,
        IReadOnlyList<ImageFacts> bank,
        int count,
        IProgress<(long Done, long All)>? progress,
        CancellationToken cancellationToken)
    {
        WindowSearch search = new(queries);
        NearestSoFar nearest = new(queries.Count, count);
        bool isWithin = ReferenceEquals(queries, bank);
        float[] windows = new float[Math.Min(BankRows, bank.Count) * WindowsLength];
        for (int first = 0; first < bank.Count; first += BankRows)
        {
            int rows = Math.Min(BankRows, bank.Count - first);
            Parallel.For(0, rows, row => PictureWindows.All(bank[first + row].Thumbnail, windows.AsSpan(row * WindowsLength, WindowsLength)));
            ParallelOptions parallel = new() { CancellationToken = cancellationToken };
            Parallel.For(0, (queries.Count + QueryRows - 1) / QueryRows, parallel, tile => search.Offer(tile * QueryRows, windows, rows, first, isWithin, nearest));
            progress?.Report(((long)queries.Count * (first + rows), (long)queries.Count * bank.Count));
        }

        return nearest.Result();
    }

    private void Offer(int firstQuery, float[] windows, int rows, int firstRow, bool isWithin, NearestSoFar nearest)
    {
        int queries = Math.Min(QueryRows, _queryCount - firstQuery);
        float[] similarities = new float[queries * rows];
        for (int row = 0; row < rows; row++)
        {
            for (int query = 0; query < queries; query++)
                similarities[query * rows + row] = Similarity(Query(firstQuery + query), windows.AsSpan(row * WindowsLength, WindowsLength));
        }

        for (int query = 0; query < queries; query++)
            nearest.Offer(firstQuery + query, similarities.AsSpan(query * rows, rows), firstRow, isWithin ? firstQuery + query - firstRow : -1);
    }

    // The greatest of 32 products: of a picture and its mirror image, each with 16 windows.
    private static float Similarity(ReadOnlySpan<float> query, ReadOnlySpan<float> windows)
    {
        ref float plain = ref MemoryMarshal.GetReference(query), mirrored = ref MemoryMarshal.GetReference(query[PictureWindows.Length..]);
        ref float values = ref MemoryMarshal.GetReference(windows);
        Vector256<float> a = default, b = default, c = default, d = default;
        for (nuint i = 0; i < PictureWindows.Length; i++)
        {
            Vector256<float> low = Vector256.LoadUnsafe(ref values, i * PictureWindows.Count);
            Vector256<float> high = Vector256.LoadUnsafe(ref values, i * PictureWindows.Count + Lanes);
            Vector256<float> one = Vector256.Create(Unsafe.Add(ref plain, i));
            Vector256<float> other = Vector256.Create(Unsafe.Add(ref mirrored, i));
            a = Vector256.FusedMultiplyAdd(one, low, a);
            b = Vector256.FusedMultiplyAdd(one, high, b);
            c = Vector256.FusedMultiplyAdd(other, low, c);
            d = Vector256.FusedMultiplyAdd(other, high, d);
        }

        Vector256<float> best = Vector256.Max(Vector256.Max(a, b), Vector256.Max(c, d));
        Vector128<float> four = Vector128.Max(best.GetLower(), best.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }

    private Span<float> Query(int index) => _queries.AsSpan(index * 2 * PictureWindows.Length, 2 * PictureWindows.Length);
}
