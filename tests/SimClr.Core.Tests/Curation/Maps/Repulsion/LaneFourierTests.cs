using System.Runtime.Intrinsics;
using SimClr.Core.Curation.Maps.Repulsion;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Curation.Maps.Repulsion;

public sealed class LaneFourierTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(24)]
    [InlineData(128)]
    [InlineData(192)]
    [InlineData(384)]
    public void Transform_EightSequences_AgreesWithTheDefinition(int length)
    {
        double[] numbers = new GoldenNumbers(length).Next(16 * length);
        LaneSequence sequence = Sequence(length, numbers);

        new LaneFourier(length).Transform(sequence);

        for (int lane = 0; lane < 8; lane++)
        {
            foreach (int k in (int[])[0, 1, length / 3, length / 2, length - 1])
            {
                (double real, double imaginary) = (0, 0);
                for (int j = 0; j < length; j++)
                {
                    (double r, double i) = (numbers[16 * j + lane], numbers[16 * j + 8 + lane]);
                    (double sine, double cosine) = Math.SinCos(-2 * Math.PI * ((long)j * k % length) / length);
                    real += r * cosine - i * sine;
                    imaginary += r * sine + i * cosine;
                }

                // Rounding grows with the number of stages; the numbers' root mean square grows as the square root of the length.
                double bound = 2e-6 * Math.Sqrt(length);
                ((double)sequence.Real[k][lane]).Should().BeApproximately(real, bound);
                ((double)sequence.Imaginary[k][lane]).Should().BeApproximately(imaginary, bound);
            }
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    public void Invert_OfATransform_IsTheSequenceTimesItsLength(int length)
    {
        double[] numbers = new GoldenNumbers(length).Next(16 * length);
        LaneSequence sequence = Sequence(length, numbers);
        LaneFourier fourier = new(length);

        fourier.Transform(sequence);
        fourier.Invert(sequence);

        for (int j = 0; j < length; j++)
        {
            for (int lane = 0; lane < 8; lane++)
            {
                ((double)sequence.Real[j][lane] / length).Should().BeApproximately(numbers[16 * j + lane], 2e-6);
                ((double)sequence.Imaginary[j][lane] / length).Should().BeApproximately(numbers[16 * j + 8 + lane], 2e-6);
            }
        }
    }

    [Fact]
    public void At_AllRoots_AreCosinesAndSines()
    {
        foreach (int n in (int[])[1, 2, 3, 4, 12, 128, 192, 3072])
        {
            for (int k = 0; k < 2 * n; k++)
            {
                (double cosine, double sine) = RootsOfUnity.At(k, n);
                cosine.Should().BeApproximately(Math.Cos(2 * Math.PI * k / n), 4e-15);
                sine.Should().BeApproximately(Math.Sin(2 * Math.PI * k / n), 4e-15);
            }
        }
    }

    private static LaneSequence Sequence(int length, double[] numbers)
    {
        LaneSequence sequence = new(length);
        for (int j = 0; j < length; j++)
        {
            for (int lane = 0; lane < 8; lane++)
            {
                sequence.Real[j] = sequence.Real[j].WithElement(lane, (float)numbers[16 * j + lane]);
                sequence.Imaginary[j] = sequence.Imaginary[j].WithElement(lane, (float)numbers[16 * j + 8 + lane]);
            }
        }

        return sequence;
    }
}
