// An augmentation of one's own: a black square somewhere in the view. All that is random about it comes from the given stream, so views are
// the same in every run, whatever the number of threads.
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

SyntheticSource images = new(new SyntheticOptions { Count = 4, Size = 32 });
AugmentationPipeline pipeline = new AugmentationPipeline().RandomResizedCrop(32).RandomHorizontalFlip().Then(new BlackSquare(size: 8));
Console.WriteLine(pipeline);

View view = new();
view.Reset(images.Read(0));
pipeline.Apply(view, new RandomStream(1));
Console.WriteLine($"{view.Pixels.ToArray().Count(value => value == 0)} of {view.Pixels.Length} values are black");

internal sealed class BlackSquare(int size) : IAugmentation
{
    public void Apply(View view, RandomStream random)
    {
        int top = random.NextInt32(view.Shape.Height - size + 1), left = random.NextInt32(view.Shape.Width - size + 1);
        for (int channel = 0; channel < view.Shape.Channels; channel++)
            for (int row = top; row < top + size; row++)
                view.Plane(channel).Slice(row * view.Shape.Width + left, size).Clear();
    }
}

// Prints:
// RandomResizedCrop(height 32, width 32, minimumArea 0.08, maximumArea 1, minimumAspectRatio 0.75, maximumAspectRatio 1.3333, interpolation Bilinear) -> RandomHorizontalFlip(probability 0.5) -> BlackSquare(size 8)
// 192 of 3072 values are black
