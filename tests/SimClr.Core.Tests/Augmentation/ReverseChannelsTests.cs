using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

public sealed class ReverseChannelsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Apply_AnyChannels_TurnsTheirOrderAround(int channels)
    {
        float[] planes = [.. Enumerable.Range(0, 6 * channels).Select(value => value / 32f)];
        View view = new();
        view.Reset(new Image(planes, 3, 2, channels, PixelLayout.Planar));

        new ReverseChannels().Apply(view, new RandomStream(1));

        view.Pixels.ToArray().Should().Equal(planes.Chunk(6).Reverse().SelectMany(plane => plane));
    }
}
