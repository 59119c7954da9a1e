namespace SimClr.Core.Curation.Pixels;

/// <summary>
/// A picture that is looked for in others: as the whole or a part of at least half the width and height, mirrored or not, where they
/// correlate best.
/// </summary>
/// <remarks>
/// First on a grid of 16 x 16 at every place and size, then from the best one in ever smaller steps on the thumbnails. The correlation
/// takes no notice of brightness and contrast. Immutable, thread-safe.
/// </remarks>
internal sealed class PicturePart
{
    // What the search of the grid must find, and the first steps after it: less never becomes what counts as the same picture.
    private const float LeastCoarse = 0.78f;
    private const double LeastRefined = 0.84;
    private const int FineSide = 24;
    private const int Sweeps = 4;
    private const int Moves = 12;
    private const float FirstStep = 0.5f / CropTemplates.Side;
    private const float LastStep = 1f / 400;
    private const float LeastSide = (float)CropTemplates.Least / CropTemplates.Side;

    private readonly CropTemplates _templates;
    private readonly float[] _fine = new float[FineSide * FineSide];
    private readonly float[] _fineMirrored;
    private readonly bool _isTelling;

    /// <param name="thumbnail">The picture.</param>
    public PicturePart(Thumbnail thumbnail)
    {
        SummedArea sums = thumbnail.Sums();
        _templates = new CropTemplates(sums);
        sums.Sample(FineSide, FineSide, _fine);
        _fineMirrored = [.. _fine];
        GridCorrelation.Mirror(_fineMirrored, FineSide);
        _isTelling = PictureDetail.IsTelling(_fine, FineSide);
    }

    /// <summary>Where it lies over another picture best; <see cref="PictureAlignment.None"/> if it clearly does not.</summary>
    public PictureAlignment Find(Thumbnail whole)
    {
        SummedArea sums = whole.Sums();
        CropGrid grid = new(sums);
        (CropPlace plain, CropPlace mirrored) = (CropPlace.Nowhere, CropPlace.Nowhere);
        foreach (CropTemplate template in _templates.All)
            grid.Search(template, ref plain, ref mirrored);
        PictureAlignment one = Refine(sums, plain, isMirrored: false), other = Refine(sums, mirrored, isMirrored: true);
        return (one.Correlation >= other.Correlation ? one : other) with { IsTelling = _isTelling };
    }

    private PictureAlignment Refine(SummedArea whole, CropPlace place, bool isMirrored)
    {
        if (place.Correlation < LeastCoarse)
            return PictureAlignment.None;
        float[] wanted = isMirrored ? _fineMirrored : _fine, found = new float[_fine.Length];
        PictureBox box = place.Box;
        double best = Correlate(whole, box, wanted, found);
        for (float step = FirstStep; step > LastStep; step /= 2)
        {
            for (int sweep = 0; sweep < Sweeps; sweep++)
            {
                PictureBox before = box;
                for (int move = 0; move < Moves; move++)
                {
                    PictureBox moved = box.Moved(move / 2, move % 2 == 0 ? step : -step, LeastSide);
                    double correlation = moved == box ? best : Correlate(whole, moved, wanted, found);
                    if (correlation > best)
                        (box, best) = (moved, correlation);
                }

                if (box == before)
                    break;
            }

            if (best < LeastRefined)
                return PictureAlignment.None;
        }

        whole.Sample(box, FineSide, FineSide, found);
        return new PictureAlignment(best, PictureDetail.Correlation(wanted, found, FineSide), isMirrored, box);
    }

    private static double Correlate(SummedArea whole, PictureBox box, float[] wanted, float[] found)
    {
        whole.Sample(box, FineSide, FineSide, found);
        return GridCorrelation.Of(wanted, found);
    }
}
