using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SimClr.Core.Interop;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>A safetensors file with one description in its metadata, by which its tensors are read strictly.</summary>
/// <typeparam name="TDescription">What the metadata hold, as JSON.</typeparam>
/// <param name="what">What the file holds, for messages.</param>
/// <param name="key">The description's name in the metadata.</param>
/// <param name="json">Generated code that reads and writes it.</param>
internal sealed class EvaluationFile<TDescription>(string what, string key, JsonTypeInfo<TDescription> json)
    where TDescription : class
{
    public void Write(string path, TDescription description, IReadOnlyDictionary<string, Tensor> tensors)
        => SafeTensorsFile.Write(path, tensors, new Dictionary<string, string> { [key] = JsonSerializer.Serialize(description, json) });

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="forms">The tensors that a description asks for.</param>
    /// <param name="make">Makes the content of description and tensors; an <see cref="ArgumentException"/> of it means a wrong file.</param>
    /// <exception cref="SafeTensorsException">The file is damaged, or is no such file.</exception>
    public TContent Read<TContent>(
        string path,
        Func<TDescription, Dictionary<string, TensorForm>> forms,
        Func<TDescription, IReadOnlyDictionary<string, Tensor>, TContent> make)
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(path);
        path = Path.GetFullPath(path);
        if (!file.Metadata.TryGetValue(key, out string? text))
            throw new SafeTensorsException($"{path} holds no {what}: expected the metadata '{key}', found {Found(file)}.");
        try
        {
            TDescription description = JsonSerializer.Deserialize(text, json) ?? throw new JsonException($"'{key}' is null.");
            string[] differences = [.. TensorSets.Differences(forms(description), file.Tensors)];
            return differences.Length == 0 ? make(description, file.Tensors) : throw new ArgumentException($"{LongList.Join(differences)}.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new SafeTensorsException($"{path} holds no {what} as expected: {Reason.Of(exception)}", exception);
        }
    }

    private static string Found(SafeTensorsFile file)
        => file.Metadata.Count == 0 ? "none" : LongList.Join([.. file.Metadata.Keys.Select(name => $"'{name}'")]);
}
