using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Evaluation;

/// <summary>Cuts a square out at a place; not random.</summary>
internal sealed class PlacedCrop : IAugmentation
{
    private readonly int _side;
    private readonly double _down;
    private readonly double _across;

    /// <param name="side">Side of the square in pixels, at least 1.</param>
    /// <param name="down">Where it is between the top (0) and the bottom (1).</param>
    /// <param name="across">Where it is between left (0) and right (1).</param>
    public PlacedCrop(int side, double down, double across)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        (_side, _down, _across) = (side, down, across);
    }

    public void Apply(View view, RandomStream random)
    {
        ViewShape from = view.Shape;
        if (from.Height < _side || from.Width < _side)
        {
            throw new ArgumentException(
                $"Expected at least {_side} x {_side} pixels to cut a square of that side from, found {from.Width} x {from.Height}. Resize "
                + "first, or cut smaller squares.",
                nameof(view));
        }

        // Of a resize that waits, no more than this crop keeps.
        CropBox box = view.Narrow(new CropBox(Start(from.Height, _down), Start(from.Width, _across), _side, _side));
        ViewShape to = new(from.Channels, _side, _side);
        if (view.Shape == to)
            return;
        if (view.Source is { } image)
            ImageConversion.ToPlanes(image, box, view.Prepare(to));
        else
            Cut(view.Pixels, view.Shape, box, view.Prepare(to));
        view.Commit(to);
    }

    public IAugmentation ForEvaluation() => this;

    public AugmentationDescription Describe() => new(nameof(PlacedCrop), ("side", _side), ("down", _down), ("across", _across));

    public override string ToString() => Describe().ToString();

    // As a centre crop rounds.
    private int Start(int length, double place) => (int)Math.Round((length - _side) * place);

    private static void Cut(ReadOnlySpan<float> source, ViewShape from, CropBox box, Span<float> result)
    {
        int at = 0;
        for (int channel = 0; channel < from.Channels; channel++)
            for (int row = box.Top; row < box.Top + box.Height; row++, at += box.Width)
                source.Slice((channel * from.Height + row) * from.Width + box.Left, box.Width).CopyTo(result[at..]);
    }
}
