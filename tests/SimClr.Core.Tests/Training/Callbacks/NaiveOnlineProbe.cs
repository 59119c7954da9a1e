using SimClr.Core.Losses;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Callbacks;

/// <summary>Gradient descent in double precision on the representations that the run shows.</summary>
internal sealed class NaiveOnlineProbe : TrainingCallback
{
    private const int Classes = 3;

    private double[] _bias = new double[Classes];

    public double[] Weights { get; private set; } = [];

    public List<long> Rows { get; } = [];

    public List<float> Accuracies { get; } = [];

    public override void BeforeUpdate(TrainingContext run)
    {
        EmbeddingBatch batch = run.Representations!;
        float[] h = [.. batch.Values.contiguous().data<float>()];
        long[] labels = [.. batch.Labels!.data<long>()];
        int length = (int)batch.Values.shape[1];
        if (Weights.Length == 0)
            Weights = new double[Classes * length];
        Rows.Add(batch.Values.shape[0]);
        double rate = 3.0 * 8 / 256 * (1 + Math.Cos(Math.PI * run.Step / run.TotalSteps)) / 2;
        double[] gradient = new double[Weights.Length];
        double[] biasGradient = new double[Classes];
        int hits = 0;
        int[] rows = [.. Enumerable.Range(0, h.Length / length).Where(row => labels[row % labels.Length] >= 0)];
        foreach (int row in rows)
        {
            double[] scores = [.. Enumerable.Range(0, Classes).Select(label => _bias[label] + Enumerable.Range(0, length).Sum(at => Weights[label * length + at] * h[row * length + at]))];
            long truth = labels[row % labels.Length];
            hits += Array.IndexOf(scores, scores.Max()) == truth ? 1 : 0;
            double sum = scores.Sum(Math.Exp);
            for (int label = 0; label < Classes; label++)
            {
                double residual = (Math.Exp(scores[label]) / sum - (label == truth ? 1 : 0)) / rows.Length;
                biasGradient[label] += residual;
                for (int at = 0; at < length; at++)
                    gradient[label * length + at] += residual * h[row * length + at];
            }
        }

        Accuracies.Add((float)hits / rows.Length);
        Weights = [.. Weights.Zip(gradient, (weight, slope) => weight - rate * slope)];
        _bias = [.. _bias.Zip(biasGradient, (bias, slope) => bias - rate * slope)];
    }
}
