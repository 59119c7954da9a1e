using SimClr.Core.Numerics.WeightGradients;

namespace SimClr.Core.Tests.Numerics;

/// <summary>A test for processors with AVX2 and FMA; elsewhere it is skipped, visibly.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WeightGradientFactAttribute : FactAttribute
{
    public WeightGradientFactAttribute()
    {
        if (!WeightGradient.IsSupported)
            Skip = "The processor has no FMA instructions.";
    }
}
