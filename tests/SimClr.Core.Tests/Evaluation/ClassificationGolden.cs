using System.Text.Json;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Evaluation;

/// <summary>The features of Golden/classification.py, made in the same way, and what scikit-learn made of them.</summary>
internal static class ClassificationGolden
{
    public const int Classes = 10;

    private const int Latent = 12;
    private const int Dimension = 48;

    public static FeatureSet Train { get; } = Make(1500, seed: 1);

    public static FeatureSet Test { get; } = Make(1000, seed: 2);

    public static JsonElement[] Cases(string kind) =>
        [.. JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("classification.json"))).RootElement.GetProperty(kind).EnumerateArray()];

    private static FeatureSet Make(int count, long seed)
    {
        GoldenNumbers shape = new(7);
        GoldenNumbers noise = new(seed);
        double[] centers = shape.Next(Classes * Latent);
        double[] mixing = shape.Next(Dimension * Latent);
        float[] values = new float[count * Dimension];
        int[] labels = [.. Enumerable.Range(0, count).Select(image => image * 7 % Classes)];
        double[] latent = new double[Latent];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < Latent; k++)
                latent[k] = centers[labels[i] * Latent + k] + (noise.Next() + noise.Next() + noise.Next()) * 0.6;
            for (int f = 0; f < Dimension - 1; f++)
            {
                double value = 0.1;
                for (int k = 0; k < Latent; k++)
                    value += mixing[f * Latent + k] * latent[k];
                values[i * Dimension + f] = (float)(Math.Max(value, 0) * (f % 5 + 1));
            }
        }

        return new FeatureSet(values, Dimension, labels);
    }
}
