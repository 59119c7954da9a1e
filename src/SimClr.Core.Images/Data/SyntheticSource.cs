using SimClr.Core.Data.Synthetic;
using SimClr.Core.Randomness;
using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>
/// Labeled color images made by a deterministic generator: each shows several copies of one of ten shapes among nuisances that
/// mean nothing: color, contrast, position, size, rotation, background, strokes, lighting and noise.
/// </summary>
/// <remarks>
/// Made so that a linear classifier fails on raw pixels and on random features but does well on a learned representation. An image is a
/// pure function of (seed, split, index), the same on any thread and machine; it is made when first read and kept. Thread-safe.
/// </remarks>
public sealed class SyntheticSource : IImageSource
{
    private readonly Image?[] _images;
    private readonly int _size;
    private readonly long _seed;
    private readonly int _split;

    /// <summary>Creates a source.</summary>
    /// <param name="options">Defaults where null; copied.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public SyntheticSource(SyntheticOptions? options = null)
    {
        options = OptionsGuard.Validate(options ?? new SyntheticOptions(), new SyntheticOptionsValidator());
        _images = new Image?[options.Count];
        (_size, _seed, _split) = (options.Size, options.Seed, (int)options.Split);
        ClassNames = [.. SyntheticShape.Names.Take(options.Classes)];
    }

    /// <inheritdoc/>
    public int Count => _images.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public Image Read(int index)
    {
        IndexGuard.Check(index, Count);
        // Two threads may paint the same image at once; both paint the same bytes.
        return _images[index] ??= Paint(index);
    }

    /// <inheritdoc/>
    public int? GetLabel(int index)
    {
        IndexGuard.Check(index, Count);
        return index % ClassNames.Count;
    }

    private Image Paint(int index)
    {
        RandomStream random = new(_seed, RandomPurpose.Synthetic, _split, index);
        return new Image(new SyntheticScene(random, _size).Paint(index % ClassNames.Count), _size, _size, 3, PixelLayout.Planar);
    }
}
