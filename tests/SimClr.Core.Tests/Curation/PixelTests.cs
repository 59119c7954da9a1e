using SimClr.Core.Curation;
using SimClr.Core.Curation.Pixels;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Curation;

public sealed class PixelTests
{
    // Sums of 143 numbers below 1 in single precision, and a quotient of differences of four of them.
    private const double Rounding = 1e-4;

    [Theory]
    [InlineData(0, 0, 1, 1, 4, 5)]
    [InlineData(0.13f, 0.4f, 0.91f, 0.77f, 3, 2)]
    [InlineData(0.5f, 0.02f, 0.58f, 0.11f, 1, 1)]
    public void Sample_AnyBox_IsTheMeanOverEachPart(float left, float top, float right, float bottom, int rows, int columns)
    {
        float[] pixels = Noise(11 * 13);
        float[] sampled = new float[rows * columns];

        new SummedArea(pixels, 11, 13).Sample(new PictureBox(left, top, right, bottom), rows, columns, sampled);

        double height = (bottom - (double)top) * 11 / rows, width = (right - (double)left) * 13 / columns;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double sum = 0;
                for (int y = 0; y < 11; y++)
                    for (int x = 0; x < 13; x++)
                        sum += pixels[y * 13 + x] * Common(y, top * 11 + row * height, height) * Common(x, left * 13 + column * width, width);
                ((double)sampled[row * columns + column]).Should().BeApproximately(sum / height / width, Rounding);
            }
        }

        static double Common(int pixel, double start, double length)
            => Math.Max(0, Math.Min(pixel + 1, start + length) - Math.Max(pixel, start));
    }

    [Theory]
    [InlineData(12, 17)]
    [InlineData(1, 30)]
    public void BlurEffect_AgainstTheDefinition_IsTheSame(int height, int width)
    {
        float[] luma = Noise(height * width);

        double expected = Math.Max(
            Definition(height, width, (row, column) => luma[row * width + column]), Definition(width, height, (row, column) => luma[column * width + row]));

        BlurEffect.Of(luma, height, width).Should().BeApproximately(expected, 1e-6);

        // Along the lines, with the blurred picture written out.
        static double Definition(int lines, int length, Func<int, int, float> at)
        {
            double all = 0, lost = 0;
            for (int line = 0; line < lines; line++)
            {
                double[] blurred = [.. Enumerable.Range(0, length).Select(i => Enumerable.Range(i - 4, 9).Average(j => (double)at(line, Math.Clamp(j, 0, length - 1))))];
                for (int i = 1; i < length; i++)
                {
                    double sharp = Math.Abs((double)at(line, i) - at(line, i - 1));
                    all += sharp;
                    lost += Math.Max(0, sharp - Math.Abs(blurred[i] - blurred[i - 1]));
                }
            }

            return all > 0 ? (all - lost) / all : 1;
        }
    }

    [Fact]
    public void BlurEffect_OneColor_IsOne() => BlurEffect.Of(new float[100], 10, 10).Should().Be(1);

    [Theory]
    [InlineData(12, 20, 60, 70, false)]
    [InlineData(0, 0, 96, 96, true)]
    [InlineData(30, 25, 60, 50, true)]
    public void Find_APartOfAPicture_GivesItsPlace(int left, int top, int width, int height, bool mirrored)
    {
        Image whole = Pictures.Of(1), part = Pictures.Crop(whole, left, top, width, height);
        // Darker, with less contrast.
        part = Pictures.Map(mirrored ? Pictures.Mirror(part) : part, value => 0.7 * value + 5);

        PictureAlignment found = new PicturePart(Thumbnail(part)).Find(Thumbnail(whole));

        found.Mirrored.Should().Be(mirrored);
        found.Correlation.Should().BeGreaterThan(0.97);
        found.Detail.Should().BeGreaterThan(0.85);
        // In steps of 1/256 of the picture, on thumbnails whose pixels are eight times as large.
        const float step = 1 / 64f;
        found.Box.Left.Should().BeApproximately(left / 96f, step);
        found.Box.Top.Should().BeApproximately(top / 96f, step);
        found.Box.Right.Should().BeApproximately((left + width) / 96f, step);
        found.Box.Bottom.Should().BeApproximately((top + height) / 96f, step);
    }

    [Fact]
    public void Find_OtherPictures_StaysFarBelow()
    {
        PicturePart part = new(Thumbnail(Pictures.Of(1)));

        foreach (int seed in Enumerable.Range(2, 30))
            part.Find(Thumbnail(Pictures.Of(seed))).Detail.Should().BeLessThan(0.6);
    }

    [Fact]
    public void Find_InOneColor_IsNowhere()
        => new PicturePart(Thumbnail(Pictures.Of(1))).Find(Thumbnail(new Image(new byte[300], 10, 10, 3))).Should().Be(PictureAlignment.None);

    [Fact]
    public void IsTelling_ManyShapes_ButNotStripesOrOneEdge()
    {
        const int side = 24;
        float[] many = new float[side * side];
        Thumbnail(Pictures.Of(1)).Sums().Sample(side, side, many);

        PictureDetail.IsTelling(many, side).Should().BeTrue();
        PictureDetail.IsTelling(Drawn((x, _) => x % 6 < 3), side).Should().BeFalse("stripes go on as they are");
        PictureDetail.IsTelling(Drawn((_, y) => y < 9), side).Should().BeFalse("a horizon is the same everywhere along it");
        PictureDetail.IsTelling(new float[side * side], side).Should().BeFalse();

        static float[] Drawn(Func<int, int, bool> isBright)
            => [.. Enumerable.Range(0, side * side).Select(at => isBright(at % side, at / side) ? 0.8f : 0.2f)];
    }

    private static Thumbnail Thumbnail(Image image) => ImageInspector.Inspect(new InMemorySource([image]))[0].Thumbnail!;

    private static float[] Noise(int count)
    {
        RandomStream random = new(5);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }
}
