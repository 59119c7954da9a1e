using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Training;
using SimClr.Core.Training.Checkpoints;

namespace SimClr.Core.Interop;

/// <summary>The encoder of a checkpoint, made anew with its weights.</summary>
internal static class CheckpointedEncoder
{
    private const string Prefix = "model.encoder.";

    /// <param name="path">A checkpoint, or a folder of them.</param>
    /// <returns>The encoder, on the CPU, owned by the caller; and how its images are prepared.</returns>
    /// <exception cref="IOException">The file is no checkpoint, or does not say all that is needed.</exception>
    public static (Encoder Encoder, ImagePreprocessing Preprocessing) Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string file = FileOf(path);
        CheckpointContent content;
        using (SafeTensorsFile checkpoint = SafeTensorsFile.Read(file))
            content = CheckpointContent.Of(file, checkpoint);
        try
        {
            ImagePreprocessing preprocessing = content.Preprocessing is { } json
                ? ImagePreprocessing.FromJson(json)
                : throw new FormatException("images are prepared by a custom operation, which no file describes.");
            Encoder encoder = EncoderDescription.Create(content.Run["encoder"])
                ?? throw new FormatException($"the encoder is none of {EncoderDescription.Known}.");
            encoder.LoadWeights(file, Prefix);
            return (encoder, preprocessing);
        }
        catch (Exception failure) when (failure is FormatException or Microsoft.Extensions.Options.OptionsValidationException)
        {
            throw new CheckpointException(
                $"{file}: an embedder cannot be made of it alone: {failure.Message} Make the encoder, load its weights with "
                + $"LoadWeights(path, \"{Prefix}\"), and create the {nameof(ImageEmbedder)} from it and a preprocessing.",
                failure);
        }
    }

    private static string FileOf(string path)
    {
        if (!Directory.Exists(path))
            return Path.GetFullPath(path);
        using CheckpointFolder folder = new(path, keep: 1);
        return folder.Newest ?? throw new CheckpointException($"{path} holds no checkpoint.");
    }
}
