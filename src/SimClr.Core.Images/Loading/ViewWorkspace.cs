using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Loading;

/// <summary>What one thread needs to make views, used again for each of them.</summary>
internal sealed class ViewWorkspace
{
    public View View { get; } = new();

    public RandomStream Random { get; } = new(0);
}
