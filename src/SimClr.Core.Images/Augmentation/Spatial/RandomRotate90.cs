using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Turns by 0, 90, 180 or 270 degrees, each equally likely: the paper's "rotation" (Figure 4).</summary>
/// <remarks>
/// Exact: pixels only move. An odd number of quarter turns swaps height and width. Any number of channels. Immutable, thread-safe.
/// </remarks>
public sealed class RandomRotate90 : RandomAugmentation<int>
{
    private const int Turns = 4;

    /// <summary>The number of quarter turns, counter-clockwise, in [0, 4).</summary>
    public override int Draw(ViewShape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextInt32(Turns);
    }

    /// <inheritdoc path="/summary"/>
    /// <param name="view">The view so far; its size may change.</param>
    /// <param name="parameters">Quarter turns, counter-clockwise; negative ones are clockwise.</param>
    public override void Apply(View view, int parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        int turns = (parameters % Turns + Turns) % Turns;
        if (turns == 0)
            return;
        ViewShape from = view.Shape;
        ViewShape to = turns == 2 ? from : new ViewShape(from.Channels, from.Width, from.Height);
        ReadOnlySpan<float> source = view.Pixels;
        Span<float> result = view.Prepare(to);
        int area = from.Height * from.Width;
        for (int channel = 0; channel < from.Channels; channel++)
            PlaneGeometry.Turn(source.Slice(channel * area, area), from, turns, result.Slice(channel * area, area));
        view.Commit(to);
    }
}
