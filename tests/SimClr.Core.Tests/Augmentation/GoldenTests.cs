using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

public sealed class GoldenTests
{
    private const double OneLevel = 1.0 / 255;

    public static TheoryData<int> ColorCases => GoldenCase.Numbers("brightness", "contrast", "saturation", "hue", "jitter");

    public static TheoryData<int> GrayCases => GoldenCase.Numbers("grey", "grey-pil");

    public static TheoryData<int> BlurCases => GoldenCase.Numbers("blur");

    public static TheoryData<int> CropCases => GoldenCase.Numbers("resized-crop");

    public static TheoryData<int> TurnCases => GoldenCase.Numbers("quarter-turn");

    public static TheoryData<int> RotationCases => GoldenCase.Numbers("rotation");

    public static TheoryData<int> FilterCases => GoldenCase.Numbers("solarize", "equalize", "sobel", "sobel-pair");

    [Theory]
    [MemberData(nameof(ColorCases))]
    public void ColorJitter_FixedParameters_EqualsTorchvision(int number)
    {
        GoldenCase golden = GoldenCase.Get(number);
        View view = golden.View();
        new ColorJitter(1).Apply(view, JitterOf(golden));
        golden.ShouldEqual(view, 1e-5);
    }

    [Theory]
    [MemberData(nameof(GrayCases))]
    public void RandomGrayscale_FixedPicture_EqualsTorchvisionAndPil(int number)
    {
        GoldenCase golden = GoldenCase.Get(number);
        View view = golden.View();
        new RandomGrayscale().Apply(view, true);
        golden.ShouldEqual(view, golden.Operation == "grey" ? 1e-6 : OneLevel);
    }

    [Theory]
    [MemberData(nameof(BlurCases))]
    public void GaussianBlur_FixedSigma_EqualsTorchvision(int number)
    {
        GoldenCase golden = GoldenCase.Get(number);
        View view = golden.View();
        new GaussianBlur(new GaussianBlurOptions { KernelSize = (int)golden.Number("size") }).Apply(view, golden.Number("sigma"));
        golden.ShouldEqual(view, 1e-5);
    }

    [Theory]
    [MemberData(nameof(CropCases))]
    public void RandomResizedCrop_FixedBox_EqualsPil(int number)
    {
        GoldenCase golden = GoldenCase.Get(number);
        View view = golden.View();
        RandomResizedCrop crop = new(new RandomResizedCropOptions
        {
            Height = golden.Size.Height,
            Width = golden.Size.Width,
            Interpolation = Enum.Parse<ResizeInterpolation>(golden.Text("interpolation")),
        });
        crop.Apply(
            view,
            new CropBox((int)golden.Number("top"), (int)golden.Number("left"), (int)golden.Number("height"), (int)golden.Number("width")));
        golden.ShouldEqual(view, 2 * OneLevel);
    }

    [Theory]
    [MemberData(nameof(TurnCases))]
    public void RandomRotate90_FixedTurns_EqualsPil(int number)
    {
        GoldenCase golden = GoldenCase.Get(number);
        View view = golden.View();
        new RandomRotate90().Apply(view, (int)golden.Number("turns"));
        golden.ShouldEqual(view, 1e-6);
    }

    [Theory]
    [MemberData(nameof(RotationCases))]
    public void RandomRotation_FixedAngle_EqualsTorchvision(int number)
    {
        GoldenCase golden = GoldenCase.Get(number);
        View view = golden.View();
        new RandomRotation().Apply(view, golden.Number("amount"));
        golden.ShouldEqual(view, 1e-4);
    }

    [Theory]
    [MemberData(nameof(FilterCases))]
    public void Filter_FixedParameters_EqualsReference(int number)
    {
        GoldenCase golden = GoldenCase.Get(number);
        View view = golden.View();
        IAugmentation filter = golden.Operation switch
        {
            "solarize" => new Solarize((float)golden.Number("amount")),
            "equalize" => new Equalize(),
            "sobel" => new SobelFilter(),
            _ => new SobelFilter(SobelOutput.Gradients),
        };
        filter.Apply(view, new RandomStream(0));
        golden.ShouldEqual(view, 1e-5);
    }

    private static ColorJitterParameters JitterOf(GoldenCase golden)
    {
        float amount = golden.Operation == "jitter" ? 0 : (float)golden.Number("amount");
        return golden.Operation switch
        {
            "brightness" => new ColorJitterParameters(amount, 1, 1, 0, 0),
            "contrast" => new ColorJitterParameters(1, amount, 1, 0, 5),
            "saturation" => new ColorJitterParameters(1, 1, amount, 0, 11),
            "hue" => new ColorJitterParameters(1, 1, 1, amount, 23),
            _ => new ColorJitterParameters(
                (float)golden.Number("brightness"),
                (float)golden.Number("contrast"),
                (float)golden.Number("saturation"),
                (float)golden.Number("hue"),
                OrderOf(golden.Text("order"))),
        };
    }

    private static int OrderOf(string steps) => Enumerable.Range(0, ColorJitterOrder.Count)
        .Single(order => string.Join(' ', ColorJitterOrder.Steps(order).ToArray()) == steps);
}
