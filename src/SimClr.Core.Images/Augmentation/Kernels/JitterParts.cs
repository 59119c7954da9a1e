namespace SimClr.Core.Augmentation.Kernels;

/// <summary>The four parts of a color jitter with their parameters, in one of the formulas.</summary>
internal readonly struct JitterParts(ColorJitterParameters parameters, ColorFormulas formulas)
{
    /// <summary>Whether contrast changes anything, so that means are needed.</summary>
    public bool NeedsMeans => parameters.Contrast != 1;

    public Blend Brightness => formulas == ColorFormulas.OfficialV1 ? new(1, parameters.Brightness - 1) : new(parameters.Brightness, 0);

    /// <summary>Applies one part to a block of pixels.</summary>
    /// <param name="step">Which part.</param>
    /// <param name="block">The pixels.</param>
    /// <param name="means">Each channel's mean over the whole view as it is before contrast.</param>
    public void Apply(ColorJitterStep step, Rgb block, ChannelSums means)
    {
        switch (step)
        {
            case ColorJitterStep.Brightness when parameters.Brightness != 1:
                ApplyToEach(block, Brightness, Brightness, Brightness);
                break;
            case ColorJitterStep.Contrast when parameters.Contrast != 1:
                ApplyContrast(block, means);
                break;
            case ColorJitterStep.Saturation when parameters.Saturation != 1:
                ApplySaturation(block);
                break;
            case ColorJitterStep.Hue when parameters.Hue != 0:
                VectorLoop.Run(block, new HueShift(parameters.Hue));
                break;
            default:
                break;
        }
    }

    public Blend Contrast(double mean) => new(parameters.Contrast, (float)((1 - parameters.Contrast) * mean));

    private void ApplyContrast(Rgb block, ChannelSums means)
    {
        if (formulas != ColorFormulas.Torchvision)
        {
            ApplyToEach(block, Contrast(means.Red), Contrast(means.Green), Contrast(means.Blue));
            return;
        }

        Blend contrast = Contrast(Gray.Of(means.Red, means.Green, means.Blue));
        ApplyToEach(block, contrast, contrast, contrast);
    }

    private void ApplySaturation(Rgb block)
    {
        if (formulas == ColorFormulas.Torchvision)
            VectorLoop.Run(block, new BlendWithGray(parameters.Saturation));
        else
            VectorLoop.Run(block, new ScaleSaturation(parameters.Saturation));
    }

    private static void ApplyToEach(Rgb block, Blend red, Blend green, Blend blue)
    {
        VectorLoop.Run(block.Red, red);
        VectorLoop.Run(block.Green, green);
        VectorLoop.Run(block.Blue, blue);
    }
}
