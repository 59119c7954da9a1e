using System.Numerics;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>
/// An operation on single values, whatever their channel. Implemented by structs, so that the compiler inlines it into the loop.
/// </summary>
internal interface IPointOperation
{
    Vector<float> Apply(Vector<float> values);
}
