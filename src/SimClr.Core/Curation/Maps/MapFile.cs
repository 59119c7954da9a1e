using System.Numerics;
using System.Runtime.InteropServices;
using SimClr.Core.Evaluation;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Curation.Maps;

/// <summary>A map in a file: its points as a tensor, and a description in the metadata.</summary>
internal static class MapFile
{
    private const int Version = 1;
    private const string Points = "points";

    private static readonly EvaluationFile<MapDescription> File = new("map of embeddings", "simclr.map", MapJson.Default.MapDescription);

    public static void Write(string path, EmbeddingMap map)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor points = TensorTransfer.ToTensor(MemoryMarshal.Cast<Vector2, float>(map.Points), [map.Count, 2], CPU);
        File.Write(
            path,
            new MapDescription(Version, map.Count, map.Dimension, map.Perplexity, map.Fingerprint),
            new Dictionary<string, Tensor> { [Points] = points });
    }

    /// <exception cref="Interop.SafeTensorsException">The file is damaged, or holds no map.</exception>
    public static EmbeddingMap Read(string path) => File.Read(path, Forms, Make);

    private static Dictionary<string, TensorForm> Forms(MapDescription description)
    {
        if (description.Version != Version)
            throw new ArgumentException($"Expected version {Version} of its layout, found {description.Version}.");
        if (description is not { Count: > 0, Dimension: > 0 } || !double.IsFinite(description.Perplexity) || description.Perplexity < 1)
            throw new ArgumentException($"Expected a map of at least one vector with a perplexity from 1, found {description}.");
        return new Dictionary<string, TensorForm> { [Points] = new([description.Count, 2], ScalarType.Float32) };
    }

    private static EmbeddingMap Make(MapDescription description, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Vector2[] points = new Vector2[description.Count];
        TensorTransfer.CopyTo(tensors[Points], MemoryMarshal.Cast<Vector2, float>(points.AsSpan()));
        int invalid = Array.FindIndex(points, point => !float.IsFinite(point.X) || !float.IsFinite(point.Y));
        return invalid < 0
            ? new EmbeddingMap(points, description.Dimension, description.Perplexity, description.Vectors)
            : throw new ArgumentException($"Point {invalid} is {points[invalid]}; all must be finite.");
    }
}
