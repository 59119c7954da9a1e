using System.Numerics.Tensors;
using SimClr.Core.Tensors;

namespace SimClr.Core.Evaluation.LabelFree;

/// <summary>The mean squared distance of two views of an image, over all pairs of its views.</summary>
internal static class ViewAlignment
{
    /// <param name="views">At least two, one set a view.</param>
    public static double Of(IReadOnlyList<FeatureSet> views)
    {
        double[] sum = new double[views[0].Dimension];
        float[] unit = new float[sum.Length];
        double total = 0;
        for (int image = 0; image < views[0].Count; image++)
        {
            Array.Clear(sum);
            double squares = 0;
            foreach (FeatureSet view in views)
            {
                UnitLength.Normalize(view.Row(image), unit);
                for (int i = 0; i < unit.Length; i++)
                {
                    sum[i] += unit[i];
                    squares += (double)unit[i] * unit[i];
                }
            }

            // The sum over pairs of |a - b|^2 is V sum |a|^2 - |sum a|^2.
            total += views.Count * squares - TensorPrimitives.SumOfSquares<double>(sum);
        }

        double pairs = views.Count * (views.Count - 1) / 2.0;
        return Math.Max(0, total / pairs / views[0].Count);
    }
}
