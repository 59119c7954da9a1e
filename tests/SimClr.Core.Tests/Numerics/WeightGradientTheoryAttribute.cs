using SimClr.Core.Numerics;
using SimClr.Core.Numerics.WeightGradients;

namespace SimClr.Core.Tests.Numerics;

/// <summary>A theory for processors with AVX2 and FMA; elsewhere it is skipped, visibly.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WeightGradientTheoryAttribute : TheoryAttribute
{
    public WeightGradientTheoryAttribute()
    {
        if (!WeightGradient.IsSupported)
            Skip = "The processor has no FMA instructions.";
    }
}
