using System.Numerics;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>An operation on the three channels of a pixel. Implemented by structs, so that the compiler inlines it into the loop.</summary>
internal interface IColorOperation
{
    void Apply(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue);
}
