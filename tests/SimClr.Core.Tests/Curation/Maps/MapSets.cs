using System.Text.Json;
using SimClr.Core.Embeddings;
using SimClr.Core.Tests.Golden;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Curation.Maps;

/// <summary>The vectors of Golden/maps.py, made in the same way, and others for tests of maps.</summary>
internal static class MapSets
{
    public static JsonElement[] Cases(string kind) =>
        [.. JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("maps.json"))).RootElement.GetProperty(kind).EnumerateArray()];

    public static EmbeddingSet Groups(JsonElement golden) => Groups(
        golden.GetProperty("images").GetInt32(),
        golden.GetProperty("dimension").GetInt32(),
        golden.GetProperty("groups").GetInt32(),
        golden.GetProperty("seed").GetInt64(),
        golden.GetProperty("width").GetDouble());

    /// <summary>Image i lies around the center of group i % groups.</summary>
    public static EmbeddingSet Groups(int images, int dimension, int groups, long seed, double width)
    {
        double[] centers = new GoldenNumbers(seed).Next(groups * dimension);
        double[] noise = new GoldenNumbers(seed + 1).Next(images * dimension);
        float[] values = [.. noise.Select((value, at) => (float)(centers[at / dimension % groups * dimension + at % dimension] + width * value))];
        return new EmbeddingSet(values, dimension);
    }

    /// <summary>The rows of a set, in another order or a part of them.</summary>
    public static EmbeddingSet Rows(EmbeddingSet set, params IEnumerable<int> rows)
        => new([.. rows.SelectMany(row => set.Row(row).ToArray())], set.Dimension);

    /// <summary>What an action gives with so many threads.</summary>
    public static T WithThreads<T>(int threads, Func<T> action)
    {
        int before = get_num_threads();
        try
        {
            set_num_threads(threads);
            return action();
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
