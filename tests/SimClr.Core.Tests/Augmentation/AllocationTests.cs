using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

public sealed class AllocationTests
{
    [Fact]
    public void EveryOperation_WarmView_AllocatesNothing()
    {
        AugmentationPipeline all = new AugmentationPipeline()
            .RandomResizedCrop(40, o => o.Interpolation = ResizeInterpolation.Bicubic)
            .RandomHorizontalFlip()
            .RandomVerticalFlip()
            .RandomRotate90()
            .RandomRotation()
            .Cutout(0.5, CutoutFill.Mean)
            .ColorDistortion()
            .ColorJitter(o => o.Formulas = ColorFormulas.OfficialV1)
            .RandomGaussianBlur()
            .GaussianNoise()
            .RandomSolarize()
            .RandomEqualize()
            .OneOf(a => a.SobelFilter(), a => a)
            .Resize(20, 30)
            .CenterCrop(16)
            .Normalize([0.5f], [0.5f]);
        AllocatedBy(all, Pictures.Noise(50, 60)).Should().Be(0);
    }

    [Fact]
    public void Crop_AnySampleTypeAndLayout_AllocatesNothing()
    {
        AugmentationPipeline crop = new AugmentationPipeline().RandomResizedCrop(16);
        AllocatedBy(crop, new Image(new ushort[20 * 20 * 3], 20, 20, 3)).Should().Be(0);
        AllocatedBy(crop, new Image(new float[20 * 20 * 5], 20, 20, 5, PixelLayout.Planar)).Should().Be(0);
        AllocatedBy(SimClrAugmentations.Cifar(), Pictures.Noise(32, 32, layout: PixelLayout.Planar)).Should().Be(0);
        AllocatedBy(SimClrAugmentations.ImageNet(64), Pictures.Noise(75, 100)).Should().Be(0);
    }

    private static long AllocatedBy(IAugmentation augmentation, Image image)
    {
        ViewGenerator generator = new(1, augmentation);
        View view = new();
        RandomStream random = new(0);
        float[] result = new float[5 * 64 * 64];
        MakeViews();
        long before = GC.GetAllocatedBytesForCurrentThread();
        MakeViews();
        return GC.GetAllocatedBytesForCurrentThread() - before;

        void MakeViews()
        {
            for (int index = 0; index < 200; index++)
            {
                generator.Generate(image, index, 0, 0, view, random);
                view.CopyTo(result, PixelLayout.Interleaved);
            }
        }
    }
}
