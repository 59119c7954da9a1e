using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Validation;

namespace SimClr.Core.Loading;

/// <summary>Reads images as floats into managed memory, on several threads; the result does not depend on their number.</summary>
/// <remarks>Torch is never touched.</remarks>
internal sealed class ImageBlockReader
{
    // One is read while the caller works on the other.
    private const int Blocks = 2;

    private readonly IImageSource _source;
    private readonly IAugmentation? _preprocessing;
    private readonly PixelLayout _layout;
    private readonly int _workers;
    private readonly long _seed;
    private readonly int _view;
    private readonly int _firstChannels;

    /// <summary>Prepares the first image once to learn the shape.</summary>
    /// <param name="source">At least one image.</param>
    /// <param name="preprocessing">Applied to each image; null leaves them as they are.</param>
    /// <param name="layout">Of the values.</param>
    /// <param name="workers">Number of threads; 0 is one per processor.</param>
    /// <param name="seed">Of the random streams that the preprocessing gets.</param>
    /// <param name="view">The number of the view that those are of.</param>
    public ImageBlockReader(
        IImageSource source, IAugmentation? preprocessing, PixelLayout layout, int workers, long seed = 0, int view = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Count == 0)
            throw new ArgumentException("Expected at least one image, found an empty source.", nameof(source));
        (_source, _preprocessing, _layout, _workers, _seed, _view) = (source, preprocessing, layout, workers, seed, view);
        (Size, _firstChannels) = MeasureFirst();
    }

    /// <summary>Shape of the first image after preprocessing, which all others must have.</summary>
    public ViewShape Size { get; }

    /// <summary>All images in order, in blocks; the next block is read while the caller works on this one.</summary>
    /// <returns>Each valid until the next is asked for.</returns>
    /// <exception cref="ArgumentException">An image differs in shape from the first, or a block is larger than an array.</exception>
    public IEnumerable<ImageBlock> ReadAll(int blockSize, CancellationToken cancellationToken)
    {
        int images = Math.Min(blockSize, _source.Count);
        if ((long)images * Size.Length > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{images} images of the shape {Size} (channels, height, width), which {_source.NameOf(0)} has, are more than a batch can hold. "
                + "Resize or crop them in the preprocessing, or choose a smaller batch.");
        }

        return PrefetchingReader.Read(new Filler(this, images), _workers, Blocks, cancellationToken);
    }

    private (ViewShape Size, int Channels) MeasureFirst()
    {
        try
        {
            Image image = _source.ReadImage(0);
            ViewWorkspace workspace = new();
            Prepare(image, 0, workspace);
            // A resize at the end waits until then; it may refuse a thin image.
            _ = workspace.View.Pixels;
            return (workspace.View.Shape, image.Channels);
        }
        catch (ArgumentException refusal)
        {
            throw Named(0, refusal);
        }
    }

    private void Read(int index, Span<float> destination, ViewWorkspace workspace)
    {
        int channels = _firstChannels;
        try
        {
            Image image = _source.ReadImage(index);
            channels = image.Channels;
            Prepare(image, index, workspace);
            if (workspace.View.Shape == Size)
            {
                workspace.View.CopyTo(destination, _layout);
                return;
            }
        }
        catch (ArgumentException refusal)
        {
            throw OtherChannels(index, channels, refusal) ?? Named(index, refusal);
        }

        throw OtherChannels(index, channels, null) ?? OtherShape(index, workspace.View.Shape);
    }

    private void Prepare(Image image, int index, ViewWorkspace workspace)
    {
        workspace.View.Reset(image);
        workspace.Random.Reset(_seed, epoch: 0, index, _view);
        _preprocessing?.Apply(workspace.View, workspace.Random);
    }

    private ArgumentException? OtherChannels(int index, int channels, ArgumentException? refusal) => channels == _firstChannels
        ? null
        : new ArgumentException(ChannelMismatch.Describe(_source.NameOf(index), channels, _source.NameOf(0), _firstChannels), refusal);

    private ArgumentException OtherShape(int index, ViewShape size) => new(
        $"All images must have one shape; {_source.NameOf(0)} has {Size}, {_source.NameOf(index)} has {size} (channels, height, width). "
        + "Resize or crop them in the preprocessing.");

    private ArgumentException Named(int index, ArgumentException refusal)
        => new($"{SourceContract.Capitalized(_source.NameOf(index))} cannot be prepared: {Reason.Of(refusal)}", refusal);

    private sealed class Filler(ImageBlockReader reader, int blockSize) : IBatchFiller<ImageBlock>
    {
        private int _next;

        public int? Begin(ImageBlock block)
        {
            int count = Math.Min(blockSize, reader._source.Count - _next);
            if (count == 0)
                return null;
            block.Begin(_next, count, reader.Size.Length);
            _next += count;
            return count;
        }

        public void Fill(ImageBlock block, int item, ViewWorkspace workspace)
            => reader.Read(block.First + item, block.PixelsOf(item), workspace);
    }
}
