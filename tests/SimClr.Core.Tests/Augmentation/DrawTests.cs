using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>
/// The draws themselves: seeded, so each either always passes or always fails; the limits are those of a one in a million chance.
/// </summary>
public sealed class DrawTests
{
    private const int Draws = 20_000;
    private static readonly ViewShape Large = new(3, 2000, 2000);

    // Kolmogorov and Smirnov's limit for p = 1e-6.
    private static readonly double UniformLimit = Math.Sqrt(-0.5 * Math.Log(1e-6 / 2) / Draws);

    [Fact]
    public void RandomResizedCrop_AreaThatAlwaysFits_IsUniform()
    {
        double[] areas = [.. Crops(0.08, 0.5).Select(box => (double)box.Width * box.Height / (2000 * 2000.0))];
        DistanceFromUniform(areas, 0.08, 0.5).Should().BeLessThan(UniformLimit + 0.002);
    }

    [Fact]
    public void RandomResizedCrop_AspectRatio_IsUniformInItsLogarithm()
    {
        double[] ratios = [.. Crops(0.08, 0.5).Select(box => Math.Log((double)box.Width / box.Height))];
        DistanceFromUniform(ratios, Math.Log(3.0 / 4), Math.Log(4.0 / 3)).Should().BeLessThan(UniformLimit + 0.005);
    }

    [Fact]
    public void RandomResizedCrop_Place_IsUniformOverAllThatFit()
    {
        CropBox[] boxes = [.. Crops(0.08, 0.5)];
        DistanceFromUniform(
            [.. boxes.Select(box => (box.Top + 0.5) / (2001 - box.Height))],
            0,
            1).Should().BeLessThan(UniformLimit + 0.002);
        DistanceFromUniform(
            [.. boxes.Select(box => (box.Left + 0.5) / (2001 - box.Width))],
            0,
            1).Should().BeLessThan(UniformLimit + 0.002);
    }

    [Fact]
    public void ColorJitter_Order_Takes24OrdersEquallyOften()
    {
        ColorJitter jitter = new(1);
        int[] counts = new int[ColorJitterOrder.Count];
        foreach (ColorJitterParameters parameters in Draw(jitter, Large))
            counts[parameters.Order]++;
        ChiSquare(counts).Should().BeLessThan(72, "that is the limit of 23 degrees of freedom for p = 1e-6");
    }

    [Fact]
    public void ColorJitter_Factors_AreUniformInThePapersRanges()
    {
        ColorJitterParameters[] drawn = [.. Draw(new ColorJitter(0.5), Large)];
        DistanceFromUniform([.. drawn.Select(parameters => (double)parameters.Brightness)], 0.6, 1.4).Should().BeLessThan(UniformLimit);
        DistanceFromUniform([.. drawn.Select(parameters => (double)parameters.Contrast)], 0.6, 1.4).Should().BeLessThan(UniformLimit);
        DistanceFromUniform([.. drawn.Select(parameters => (double)parameters.Saturation)], 0.6, 1.4).Should().BeLessThan(UniformLimit);
        DistanceFromUniform([.. drawn.Select(parameters => (double)parameters.Hue)], -0.1, 0.1).Should().BeLessThan(UniformLimit);
    }

    [Fact]
    public void ColorJitter_AmountAboveOne_StopsAtZero()
        => Draw(new ColorJitter(2), Large).Min(parameters => parameters.Brightness).Should().BeInRange(0, 0.01f);

    [Fact]
    public void ColorJitterOrder_All24_AreDifferentPermutations()
    {
        string[] orders = [.. Enumerable.Range(0, ColorJitterOrder.Count).Select(order => string.Join(' ', ColorJitterOrder.Steps(order).ToArray()))];
        orders.Should().OnlyHaveUniqueItems();
        Enumerable.Range(
            0,
            ColorJitterOrder.Count).Should().OnlyContain(order => ColorJitterOrder.Steps(order).ToArray().Distinct().Count() == 4);
    }

    [Fact]
    public void GaussianBlur_Sigma_IsUniformInThePapersRange()
        => DistanceFromUniform([.. Draw(new GaussianBlur(), Large)], 0.1, 2).Should().BeLessThan(UniformLimit);

    [Fact]
    public void RandomRotation_Angle_IsUniform()
        => DistanceFromUniform([.. Draw(new RandomRotation(30), Large)], -30, 30).Should().BeLessThan(UniformLimit);

    [Fact]
    public void RandomRotate90_Turns_AreEquallyLikely()
        => ChiSquare(Draw(new RandomRotate90(), Large).CountBy(turns => turns).Select(pair => pair.Value).ToArray())
            .Should().BeLessThan(31);

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Coin_GivenProbability_ComesThatOften(double probability)
    {
        double limit = 4.9 * Math.Sqrt(probability * (1 - probability) / Draws);
        Rate(Draw(new RandomHorizontalFlip(probability), Large)).Should().BeApproximately(probability, limit);
        Rate(Draw(new RandomVerticalFlip(probability), Large)).Should().BeApproximately(probability, limit);
        Rate(Draw(new RandomGrayscale(probability), Large)).Should().BeApproximately(probability, limit);
    }

    [Fact]
    public void Cutout_Square_IsInsideAndCenteredUniformly()
    {
        CropBox[] boxes = [.. Draw(new Cutout(0.5), new ViewShape(3, 32, 32))];
        boxes.Should().OnlyContain(box => box.Top >= 0 && box.Left >= 0 && box.Top + box.Height <= 32 && box.Left + box.Width <= 32 && box.Height >= 8 && box.Width >= 8);
        boxes.Count(box => box.Height == 16).Should().BeCloseTo(Draws * 17 / 32, 350, "17 of the 32 centers leave the square whole");
    }

    [Fact]
    public void Draw_DifferentImageEpochOrView_IsIndependent()
    {
        ColorJitter jitter = new(1);
        double[] images = [.. Enumerable.Range(0, Draws).Select(index => Hue(1, 0, index, 0))];
        double[] views = [.. Enumerable.Range(0, Draws).Select(index => Hue(1, 0, index, 1))];
        double[] epochs = [.. Enumerable.Range(0, Draws).Select(index => Hue(1, 1, index, 0))];
        double[] seeds = [.. Enumerable.Range(0, Draws).Select(index => Hue(2, 0, index, 0))];
        double limit = 4.9 / Math.Sqrt(Draws);
        Correlation(images[1..], images[..^1]).Should().BeInRange(-limit, limit);
        Correlation(images, views).Should().BeInRange(-limit, limit);
        Correlation(images, epochs).Should().BeInRange(-limit, limit);
        Correlation(images, seeds).Should().BeInRange(-limit, limit);

        double Hue(long seed, int epoch, int image, int view) => jitter.Draw(Large, new RandomStream(seed, epoch, image, view)).Hue;
    }

    [Fact]
    public void Draw_SameArguments_IsTheSame()
        => new ColorJitter(1).Draw(
            Large,
            new RandomStream(5, 6, 7, 8)).Should().Be(new ColorJitter(1).Draw(Large, new RandomStream(5, 6, 7, 8)));

    private static IEnumerable<CropBox> Crops(double minimumArea, double maximumArea)
        => Draw(new RandomResizedCrop(new RandomResizedCropOptions { MinimumArea = minimumArea, MaximumArea = maximumArea }), Large);

    private static IEnumerable<T> Draw<T>(RandomAugmentation<T> augmentation, ViewShape shape)
    {
        RandomStream random = new(0);
        for (int image = 0; image < Draws; image++)
        {
            random.Reset(42, 0, image, 0);
            yield return augmentation.Draw(shape, random);
        }
    }

    private static double Rate(IEnumerable<bool> coins) => coins.Count(coin => coin) / (double)Draws;

    private static double DistanceFromUniform(double[] values, double minimum, double maximum)
    {
        Array.Sort(values);
        return values.Select((value, rank) => Math.Abs((value - minimum) / (maximum - minimum) - (rank + 0.5) / values.Length)).Max();
    }

    private static double ChiSquare(int[] counts)
    {
        double expected = counts.Average();
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }

    private static double Correlation(double[] a, double[] b)
    {
        (double meanA, double meanB) = (a.Average(), b.Average());
        double product = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return product / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
