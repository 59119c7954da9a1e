using SimClr.Core.Augmentation;
using SimClr.Core.Data;

namespace SimClr.Core.Loading;

/// <summary>Makes all views of an image at its place in a batch. Thread-safe.</summary>
internal sealed class ViewMaker
{
    private readonly TolerantReader _reader;
    private readonly ViewGenerator _views;
    private int _firstImage;
    private int _firstChannels;

    /// <summary>Makes the views of the first image that can be read, to learn their shapes.</summary>
    /// <exception cref="ArgumentException">An operation refuses that image.</exception>
    /// <exception cref="ViewGenerationException">Another failure, or no image can be read.</exception>
    public ViewMaker(TolerantReader reader, ViewGenerator views)
    {
        (_reader, _views) = (reader, views);
        Layout = Measure();
    }

    public ViewLayout Layout { get; }

    /// <summary>Makes the views of the image at a position of a batch; false if it cannot be read and is to be left out.</summary>
    public bool TryMake(BatchBuffer buffer, int position, ViewWorkspace workspace)
    {
        (int epoch, int index) = (buffer.Request.Epoch, buffer.Request.Indices[position]);
        if (Read(index, epoch) is not { } image)
            return false;
        for (int number = 0; number < Layout.Views; number++)
        {
            try
            {
                _views.Generate(image, index, epoch, number, workspace.View, workspace.Random);
                if (workspace.View.Shape != Layout.ShapeOf(number))
                    throw OtherShape(number, workspace.View.Shape);
                workspace.View.CopyTo(buffer.ValuesOf(Layout, number, position), PixelLayout.Interleaved);
            }
            catch (ArgumentException refusal) when (image.Channels != _firstChannels)
            {
                string reason = ChannelMismatch.Describe($"image {index}", image.Channels, NameOf(_firstImage), _firstChannels);
                throw Failure(index, number, epoch, new ArgumentException(reason, refusal));
            }
            catch (Exception exception)
            {
                throw Failure(index, number, epoch, exception);
            }
        }

        return true;
    }

    private Image? Read(int index, int? epoch)
    {
        try
        {
            return _reader.Read(index);
        }
        catch (Exception exception)
        {
            throw Failure(index, ViewGenerationException.NoView, epoch, exception);
        }
    }

    private ViewGenerationException Failure(int index, int number, int? epoch, Exception cause)
        => new(index, _reader.PathOf(index), number, epoch, cause);

    private string NameOf(int index) => SourceContract.WithPath(index, _reader.PathOf(index));

    private ArgumentException OtherShape(int number, ViewShape shape) => new(
        $"its shape is {shape}, but view {number} of {NameOf(_firstImage)} has {Layout.ShapeOf(number)}; "
        + "end the pipeline with a crop or resize to one size.");

    private ViewLayout Measure()
    {
        for (int index = 0; index < _reader.Count; index++)
            if (Read(index, epoch: null) is { } image)
                return Measure(image, index);
        ImageReadException failure = _reader.Failure(0)!;
        throw new ViewGenerationException($"None of {_reader.Count} images can be read. Image 0: {failure.Message}", 0, failure);
    }

    private ViewLayout Measure(Image image, int index)
    {
        (_firstImage, _firstChannels) = (index, image.Channels);
        ViewWorkspace workspace = new();
        return new ViewLayout([.. Enumerable.Range(0, _views.Branches.Count).Select(Shape)]);

        ViewShape Shape(int number)
        {
            try
            {
                _views.Generate(image, index, epoch: 0, number, workspace.View, workspace.Random);
                // A resize at the end waits until then; it may refuse a thin image.
                _ = workspace.View.Pixels;
                return workspace.View.Shape;
            }
            catch (Exception exception) when (exception is not ArgumentException)
            {
                throw Failure(index, number, epoch: null, exception);
            }
        }
    }
}
