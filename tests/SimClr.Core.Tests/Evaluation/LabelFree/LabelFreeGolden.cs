using System.Text.Json;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Evaluation.LabelFree;

/// <summary>The features of Golden/label_free.py, made in the same way, and what their definitions make of them.</summary>
internal static class LabelFreeGolden
{
    public static JsonElement[] Cases(string kind) =>
        [.. JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("label_free.json"))).RootElement.GetProperty(kind).EnumerateArray()];

    public static FeatureSet[] Views(JsonElement golden) => Views(
        golden.GetProperty("images").GetInt32(),
        golden.GetProperty("dimension").GetInt32(),
        golden.GetProperty("views").GetInt32(),
        golden.GetProperty("seed").GetInt64(),
        golden.GetProperty("noise").GetDouble());

    public static FeatureSet[] Views(int images, int dimension, int number, long seed, double noise)
    {
        double[] image = new GoldenNumbers(seed).Next(images * dimension);
        return [.. Enumerable.Range(0, number).Select(View)];

        FeatureSet View(int view)
        {
            double[] own = new GoldenNumbers(seed + 1 + view).Next(images * dimension);
            return new FeatureSet([.. own.Select((value, at) => Value(at % dimension, image[at], value))], dimension);
        }

        float Value(int feature, double common, double own) => (float)(common * (feature % 5 + 1) + 0.5 * (feature % 3) + noise * own);
    }
}
