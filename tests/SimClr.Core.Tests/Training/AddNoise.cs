using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Training;

/// <summary>A user's own augmentation in a few lines: one random number added to all values.</summary>
internal sealed class AddNoise : IAugmentation
{
    public void Apply(View view, RandomStream random)
    {
        float noise = random.NextSingle();
        foreach (ref float value in view.Pixels)
            value += noise;
    }
}
