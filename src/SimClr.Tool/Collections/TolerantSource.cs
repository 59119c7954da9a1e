using System.Collections.Concurrent;
using SimClr.Core.Data;

namespace SimClr.Tool.Collections;

/// <summary>A source in which a picture that cannot be read does not end the work: a black one takes its place and the reason is kept.</summary>
internal sealed class TolerantSource(IImageSource source, int channels) : IImageSource
{
    private readonly ConcurrentDictionary<int, string> _problems = new();

    public int Count => source.Count;

    public IReadOnlyList<string> ClassNames => source.ClassNames;

    /// <summary>What could not be read so far, by index.</summary>
    public IReadOnlyDictionary<int, string> Problems => _problems;

    public Image Read(int index)
    {
        try
        {
            return source.Read(index);
        }
        catch (ImageReadException failure)
        {
            _problems[index] = failure.Message;
            return new Image(new byte[channels], 1, 1, channels);
        }
    }

    public int? GetLabel(int index) => source.GetLabel(index);

    public string? GetPath(int index) => source.GetPath(index);
}
