using SimClr.Core.Curation.Pixels;
using SimClr.Core.Data;

namespace SimClr.Core.Curation;

/// <summary>Compares the pictures of pairs of neighbors.</summary>
/// <param name="first">Facts of the first of each pair.</param>
/// <param name="second">Of the second; the same within one set.</param>
/// <param name="options">Valid.</param>
internal sealed class PairCheck(IReadOnlyList<ImageFacts> first, IReadOnlyList<ImageFacts> second, DuplicateOptions options)
{
    // Images whose neighbors are all compared to choose the threshold.
    private const int SampleSize = 1000;
    private const int LeastSame = 10;
    private const double LostPart = 0.001;

    // Pictures with little to tell by must agree nearly exactly, parts of them in their detail, too. Chosen on one half of the pictures of
    // docs/curation.md, measured there with the other.
    private const double UntellingCorrelation = 0.99;
    private const double UntellingDetail = 0.95;
    private const double UntellingOverlap = 0.95;
    private const double WholeOverlap = 0.9;

    // Decoding at another scale may change a pixel by one level; a lossless copy has the same pixels otherwise.
    private const int RoundingLevels = 257;

    /// <summary>Those pairs that show the same picture, and the similarity from which pairs were compared.</summary>
    public (DuplicatePair[] Pairs, SimilarityThreshold Threshold) Run(
        CandidatePairs candidates, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<(int First, int Second, float Similarity)> all = candidates.Pairs;
        PictureAlignment?[] alignments = new PictureAlignment?[all.Count];
        double threshold = options.Threshold ?? -1;
        if (options.Threshold is null)
        {
            int[] sampled = Sample(all);
            Align(all, sampled, alignments, progress, cancellationToken);
            threshold = Choose([.. sampled.Where(i => IsSame(alignments[i])).Select(i => (double)all[i].Similarity)]);
        }

        int[] open = [.. Enumerable.Range(0, all.Count).Where(i => alignments[i] is null && all[i].Similarity >= threshold)];
        Align(all, open, alignments, progress, cancellationToken);
        int[] compared = [.. Enumerable.Range(0, all.Count).Where(i => alignments[i] is not null)];
        int[] same = [.. compared.Where(i => IsSame(alignments[i]))];
        SimilarityHistogram histogram = SimilarityHistogram.Of(
            [.. same.Select(i => (double)all[i].Similarity)], [.. compared.Except(same).Select(i => (double)all[i].Similarity)]);
        DuplicatePair[] pairs = new DuplicatePair[same.Length];
        Parallel.For(0, pairs.Length, i => pairs[i] = Describe(all[same[i]], alignments[same[i]]!.Value));
        return (pairs, new SimilarityThreshold(threshold, options.Threshold is null, histogram));
    }

    // A part can be laid anywhere, so that some place agrees by chance: half the distance to a perfect agreement is all it may have.
    private bool IsSame(PictureAlignment? alignment)
    {
        if (alignment is not { } found)
            return false;
        double overlap = Overlap(found);
        bool agrees = overlap >= WholeOverlap
            ? found.Correlation >= options.Correlation && found.Detail >= options.DetailCorrelation
            : found.Correlation >= (1 + options.Correlation) / 2 && found.Detail >= (1 + options.DetailCorrelation) / 2;
        bool agreesClosely = found.Correlation >= UntellingCorrelation && (overlap >= UntellingOverlap || found.Detail >= UntellingDetail);
        return agrees && (found.IsTelling || agreesClosely);
    }

    private static double Overlap(PictureAlignment alignment) => (double)alignment.Box.Width * alignment.Box.Height;

    // All pairs of images that are spread evenly over the set.
    private static int[] Sample(IReadOnlyList<(int First, int Second, float Similarity)> all)
    {
        int[] images = [.. all.Select(pair => pair.First).Distinct()];
        HashSet<int> sampled = [.. Enumerable.Range(0, Math.Min(SampleSize, images.Length)).Select(i => images[(long)i * images.Length / Math.Min(SampleSize, images.Length)])];
        return [.. Enumerable.Range(0, all.Count).Where(i => sampled.Contains(all[i].First))];
    }

    private static double Choose(double[] same)
    {
        if (same.Length < LeastSame)
            return -1;
        Array.Sort(same);
        return same[(int)(same.Length * LostPart)];
    }

    // Each picture is scaled to all sizes of a part once, and laid over all its neighbors.
    private void Align(
        IReadOnlyList<(int First, int Second, float Similarity)> all,
        int[] chosen,
        PictureAlignment?[] alignments,
        IProgress<(long Done, long All)>? progress,
        CancellationToken cancellationToken)
    {
        PictureAlignment[] inSecond = new PictureAlignment[chosen.Length], inFirst = new PictureAlignment[chosen.Length];
        IGrouping<int, int>[] byFirst = [.. Enumerable.Range(0, chosen.Length).GroupBy(i => all[chosen[i]].First)];
        IGrouping<int, int>[] bySecond = [.. Enumerable.Range(0, chosen.Length).GroupBy(i => all[chosen[i]].Second)];
        long done = 0;
        ParallelOptions parallel = new() { CancellationToken = cancellationToken };
        Parallel.ForEach(byFirst, parallel, group => Overlay(new PicturePart(first[group.Key].Thumbnail!), group, i => second[all[chosen[i]].Second], inSecond));
        Parallel.ForEach(bySecond, parallel, group => Overlay(new PicturePart(second[group.Key].Thumbnail!), group, i => first[all[chosen[i]].First], inFirst));
        for (int i = 0; i < chosen.Length; i++)
        {
            PictureAlignment best = inSecond[i].Correlation >= inFirst[i].Correlation ? inSecond[i] : inFirst[i];
            alignments[chosen[i]] = best with { IsTelling = inSecond[i].IsTelling && inFirst[i].IsTelling };
        }

        void Overlay(PicturePart part, IGrouping<int, int> group, Func<int, ImageFacts> whole, PictureAlignment[] results)
        {
            foreach (int i in group)
                results[i] = part.Find(whole(i).Thumbnail!);
            progress?.Report((Interlocked.Add(ref done, group.Count()), 2L * chosen.Length));
        }
    }

    private DuplicatePair Describe((int First, int Second, float Similarity) pair, PictureAlignment alignment)
    {
        DuplicateKind kind = HaveSamePixels(first[pair.First], second[pair.Second]) ? DuplicateKind.Exact : DuplicateKind.Near;
        return new DuplicatePair(
            pair.First, pair.Second, kind, pair.Similarity, alignment.Correlation, alignment.Mirrored, Overlap(alignment));
    }

    // Files of different kinds may hold the same pixels. Only what cannot be told apart otherwise is decoded for it.
    private static bool HaveSamePixels(ImageFacts one, ImageFacts other)
    {
        if (one.Digest == other.Digest)
            return true;
        bool isLikely = one.File is not null && other.File is not null && one.Width == other.Width && one.Height == other.Height
            && one.Thumbnail!.GreatestDifference(other.Thumbnail!) <= RoundingLevels;
        return isLikely && PixelDigest.Of(Image.Load(one.File!)) == PixelDigest.Of(Image.Load(other.File!));
    }
}
