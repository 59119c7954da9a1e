using System.Runtime.InteropServices;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Features in a file: their tensors, and a description in the metadata.</summary>
internal static class FeatureSetFile
{
    private const int Version = 1;
    private const string Features = "features";
    private const string Labels = "labels";

    private static readonly EvaluationFile<FeatureSetDescription> File =
        new("feature set", "simclr.features", EvaluationJson.Default.FeatureSetDescription);

    public static void Write(string path, FeatureSet set)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = new() { [Features] = TensorTransfer.ToTensor(set.Values, [set.Count, set.Dimension], CPU) };
        if (set.HasLabels)
            tensors.Add(Labels, tensor(set.Labels.ToArray(), dtype: ScalarType.Int32));
        File.Write(path, new FeatureSetDescription(Version, set.Count, set.Dimension, set.HasLabels, [.. set.ClassNames]), tensors);
    }

    /// <exception cref="Interop.SafeTensorsException">The file is damaged, or holds no features.</exception>
    public static FeatureSet Read(string path) => File.Read(path, Forms, Make);

    private static Dictionary<string, TensorForm> Forms(FeatureSetDescription description)
    {
        if (description.Version != Version)
            throw new ArgumentException($"Expected version {Version} of its layout, found {description.Version}.");
        Dictionary<string, TensorForm> forms = new() { [Features] = new([description.Count, description.Dimension], ScalarType.Float32) };
        if (description.HasLabels)
            forms.Add(Labels, new([description.Count], ScalarType.Int32));
        return forms;
    }

    private static FeatureSet Make(FeatureSetDescription description, IReadOnlyDictionary<string, Tensor> tensors)
    {
        float[] values = FeatureSetChecks.Allocate(description.Count, description.Dimension);
        TensorTransfer.CopyTo(tensors[Features], values);
        int[]? labels = description.HasLabels ? MemoryMarshal.Cast<byte, int>(tensors[Labels].bytes).ToArray() : null;
        return new FeatureSet(values, description.Dimension, labels, description.ClassNames);
    }
}
