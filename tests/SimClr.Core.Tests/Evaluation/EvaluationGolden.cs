using System.Text.Json;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Evaluation;

/// <summary>The features of Golden/evaluation.py, made in the same way, and what scikit-learn made of them.</summary>
internal static class EvaluationGolden
{
    private const int Classes = 4;
    private const int Dimension = 12;

    public static FeatureSet Train => Make(320, seed: 1);

    public static FeatureSet Test => Make(80, seed: 2);

    public static IEnumerable<JsonElement> Cases(string kind)
        => JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("evaluation.json"))).RootElement.GetProperty(kind).EnumerateArray();

    public static double[] Numbers(this JsonElement golden, string name)
        => [.. golden.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public static double Number(this JsonElement golden, string name) => golden.GetProperty(name).GetDouble();

    private static FeatureSet Make(int count, long seed)
    {
        long state = seed;
        float[] values = new float[count * Dimension];
        double[] noise = new double[Dimension];
        for (int i = 0; i < count; i++)
        {
            for (int f = 0; f < Dimension; f++)
            {
                state = (state * 1103515245 + 12345) % (1L << 31);
                noise[f] = state / (double)(1L << 31) - 0.5;
            }

            for (int f = 0; f < Dimension; f++)
                values[i * Dimension + f] = (float)((f + 1) * (noise[f] + noise[0] + 0.15 * (i % Classes * (f + 3) % 5) + 3));
            values[i * Dimension + Dimension - 1] = 7;
        }

        return new FeatureSet(values, Dimension, [.. Enumerable.Range(0, count).Select(image => image % Classes)]);
    }
}
