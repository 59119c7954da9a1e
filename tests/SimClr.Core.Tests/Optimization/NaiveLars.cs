namespace SimClr.Core.Tests.Optimization;

/// <summary>LARS for one parameter, written element by element in double from the formulas.</summary>
internal sealed class NaiveLars(double[] weights, bool adapted, double momentum, double decay, double trust, bool outside, bool nesterov)
{
    private readonly double[] _velocity = new double[weights.Length];

    public double[] Weights { get; } = [.. weights];

    public void Step(double[] gradient, double rate)
    {
        double ratio = 1;
        double[] g = [.. gradient.Zip(Weights, (value, weight) => adapted ? value + decay * weight : value)];
        if (adapted)
        {
            double weightNorm = Math.Sqrt(Weights.Sum(value => value * value));
            double gradientNorm = Math.Sqrt(g.Sum(value => value * value));
            if (weightNorm > 0 && gradientNorm > 0)
                ratio = trust * weightNorm / gradientNorm;
        }
        for (int i = 0; i < g.Length; i++)
        {
            double scaled = (outside ? 1 : rate) * ratio * g[i];
            _velocity[i] = momentum * _velocity[i] + scaled;
            double update = nesterov ? scaled + momentum * _velocity[i] : _velocity[i];
            Weights[i] -= (outside ? rate : 1) * update;
        }
    }
}
