namespace SimClr.Core.Tests.Losses;

/// <summary>Equation 1 written as it stands: two loops in double, no tensor library, no shared code.</summary>
internal static class NaiveNtXent
{
    public static double Loss(double[][] z, double temperature)
    {
        int count = z.Length;
        double total = 0;
        for (int i = 0; i < count; i++)
        {
            double[] logits = [.. Enumerable.Range(0, count).Select(k => Cosine(z[i], z[k]) / temperature)];
            double maximum = Enumerable.Range(0, count).Where(k => k != i).Max(k => logits[k]);
            double sum = 0;
            for (int k = 0; k < count; k++)
                if (k != i)
                    sum += Math.Exp(logits[k] - maximum);
            total += Math.Log(sum) + maximum - logits[(i + count / 2) % count];
        }
        return total / count;
    }

    /// <summary>The derivative of a function of the rows by every element, as central differences.</summary>
    public static double[][] Gradient(double[][] z, Func<double[][], double> loss)
    {
        const double step = 1e-5;
        double[][] gradient = [.. z.Select(row => new double[row.Length])];
        for (int i = 0; i < z.Length; i++)
            for (int d = 0; d < z[i].Length; d++)
            {
                double value = z[i][d];
                z[i][d] = value + step;
                double above = loss(z);
                z[i][d] = value - step;
                double below = loss(z);
                z[i][d] = value;
                gradient[i][d] = (above - below) / (2 * step);
            }
        return gradient;
    }

    /// <summary>Share of the views whose partner is closest.</summary>
    public static double Accuracy(double[][] z)
    {
        int count = z.Length;
        int hits = 0;
        for (int i = 0; i < count; i++)
        {
            int partner = (i + count / 2) % count;
            double positive = Cosine(z[i], z[partner]);
            bool hit = true;
            for (int k = 0; k < count; k++)
                hit &= k == i || k == partner || Cosine(z[i], z[k]) < positive;
            hits += hit ? 1 : 0;
        }
        return (double)hits / count;
    }

    public static double Cosine(double[] a, double[] b)
    {
        double product = 0, squareA = 0, squareB = 0;
        for (int d = 0; d < a.Length; d++)
        {
            product += a[d] * b[d];
            squareA += a[d] * a[d];
            squareB += b[d] * b[d];
        }
        return squareA == 0 || squareB == 0 ? 0 : product / Math.Sqrt(squareA) / Math.Sqrt(squareB);
    }
}
