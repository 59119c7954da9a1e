using SimClr.Core.Augmentation;
using SimClr.Core.Files;
using SimClr.Core.Models;
using SimClr.Core.Models.Inference;
using SimClr.Core.Tensors;
using SimClr.Core.Training.Checkpoints;
using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Interop.Onnx;

/// <summary>
/// Writes an encoder, with layers of the projection head or a linear classifier above it if asked for, as an ONNX file: any runtime for
/// such files then computes the features, without libtorch.
/// </summary>
/// <remarks>
/// <para>The file has IR version 8 and operator set 17. Its input is <c>images</c>, [N, C, H, W] in single precision, with the values that
/// the network was trained on; its outputs are those of <see cref="OnnxExportOptions"/>. The network is in evaluation mode, with its batch
/// norms folded, whatever mode the module is in. Weights are written in single precision: of an encoder in
/// <see cref="Precision.BFloat16"/> those that are trained, so that its features differ by the rounding of its arithmetic.</para>
/// <para>The same network and options give the same bytes. Weights are read one at a time, and the module is not changed; while a
/// training of it runs on another thread the export is refused.</para>
/// </remarks>
/// <example>
/// <code>
/// OnnxExporter.Save(simclr.Encoder, "encoder.onnx", new OnnxExportOptions { Height = 32 });
/// </code>
/// </example>
public static class OnnxExporter
{
    /// <summary>The key in the file's metadata of the names of the classes, a JSON array in the order of the scores.</summary>
    public const string ClassesKey = "simclr.classes";

    /// <summary>The key in the file's metadata of the version of this library.</summary>
    public const string VersionKey = "simclr.version";

    /// <summary>Writes an encoder to a file, all or nothing: an existing file is replaced once the new one is complete.</summary>
    /// <param name="encoder">On any device; borrowed.</param>
    /// <param name="path">The file, by convention <c>.onnx</c>; its folder must exist.</param>
    /// <param name="options">The images' size and the outputs.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// An option is out of range, or options contradict each other; every failure is listed.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The options do not suit the network: a layer that it has not, a classifier of another dimension, a size that it cannot take.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The encoder or the head does not describe itself (<see cref="Encoder.Describe"/>), takes no images of any size, or the file would
    /// exceed 2 GiB, the limit of its format.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A parameter or buffer is not finite, which the message names; or a training of the module runs on another thread.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The module has been disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(Encoder encoder, string path, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        Save(encoder, encoder, null, path, options);
    }

    /// <summary>
    /// Writes an encoder with layers of the projection head to a file, all or nothing: an existing file is replaced once the new one is
    /// complete.
    /// </summary>
    /// <param name="model">On any device; borrowed. Of a head of which nothing is asked for nothing is written.</param>
    /// <param name="path">The file, by convention <c>.onnx</c>; its folder must exist.</param>
    /// <param name="options">The images' size and the outputs.</param>
    /// <inheritdoc cref="Save(Encoder, string, OnnxExportOptions)" path="/exception"/>
    public static void Save(SimClrModel model, string path, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        Save(model, model.Encoder, model.ProjectionHead, path, options);
    }

    /// <summary>
    /// Writes the encoder of a checkpoint, with the preprocessing of its training, to a file, all or nothing: an existing file is replaced
    /// once the new one is complete.
    /// </summary>
    /// <param name="checkpoint">A checkpoint of this library, or a folder of checkpoints, of which the newest is taken.</param>
    /// <param name="path">The file, by convention <c>.onnx</c>; its folder must exist.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    /// <exception cref="IOException">
    /// The checkpoint cannot be read, or its encoder or preprocessing is a custom one, which a file cannot describe; or the ONNX file cannot
    /// be written.
    /// </exception>
    /// <exception cref="SafeTensorsException">The checkpoint is damaged.</exception>
    /// <inheritdoc cref="Save(Encoder, string, OnnxExportOptions)" path="/exception[not(contains(@cref, 'IOException'))]"/>
    public static void Convert(string checkpoint, string path, Action<OnnxExportOptions>? configure = null)
    {
        (Encoder encoder, ImagePreprocessing preprocessing) = CheckpointedEncoder.Load(checkpoint);
        using (encoder)
        {
            OnnxExportOptions options = new() { Preprocessing = preprocessing };
            configure?.Invoke(options);
            Save(encoder, path, options);
        }
    }

    /// <summary>Writes an encoder to a stream. What is refused is refused before the first byte.</summary>
    /// <param name="encoder">On any device; borrowed.</param>
    /// <param name="stream">Left open; needs not be able to seek.</param>
    /// <param name="options">The images' size and the outputs.</param>
    /// <exception cref="ArgumentException">The stream cannot be written, or the options do not suit the network.</exception>
    /// <inheritdoc cref="Save(Encoder, string, OnnxExportOptions)" path="/exception"/>
    public static void Save(Encoder encoder, Stream stream, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        CheckWritable(stream);
        Save(encoder, encoder, null, options, write => write(stream));
    }

    /// <summary>Writes an encoder with layers of the projection head to a stream. What is refused is refused before the first byte.</summary>
    /// <param name="model">On any device; borrowed. Of a head of which nothing is asked for nothing is written.</param>
    /// <param name="stream">Left open; needs not be able to seek.</param>
    /// <param name="options">The images' size and the outputs.</param>
    /// <inheritdoc cref="Save(Encoder, Stream, OnnxExportOptions)" path="/exception"/>
    public static void Save(SimClrModel model, Stream stream, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        CheckWritable(stream);
        Save(model, model.Encoder, model.ProjectionHead, options, write => write(stream));
    }

    /// <summary>Writes an encoder with layers of a head to a file.</summary>
    /// <param name="root">The module that they are parts of.</param>
    /// <param name="encoder">On any device; borrowed.</param>
    /// <param name="head">What stands on it; null if nothing does.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">The images' size and the outputs.</param>
    internal static void Save(nn.Module root, Encoder encoder, ProjectionHead? head, string path, OnnxExportOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Save(root, encoder, head, options, write => AtomicFile.Write(path, write));
    }

    private static void Save(
        nn.Module root, Encoder encoder, ProjectionHead? head, OnnxExportOptions options, Action<Action<Stream>> write)
    {
        OptionsGuard.Validate(options, new OnnxExportOptionsValidator());
        encoder.ThrowIfDisposed();
        head?.ThrowIfDisposed();
        using ModuleUse use = ModuleUse.Begin(root, nameof(Save), ModuleUseKind.Reading);
        OnnxGraph network = new(encoder, head, options);
        InferenceGraph graph = network.Build();
        string version = CheckpointContent.ThisLibrary;
        ProtobufMessage model = OnnxModel.Of(graph, encoder.GetType().Name, version, OnnxMetadata.Of(options, version));
        if (model.Length > int.MaxValue)
        {
            throw new NotSupportedException(
                $"The ONNX file would have {model.Length} bytes, but its format, protocol buffers, ends at {int.MaxValue} (2 GiB).");
        }

        OnnxWeights.RequireFinite(network.State(), graph);
        write(model.WriteTo);
    }

    private static void CheckWritable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
            throw new ArgumentException("Expected a stream that can be written.", nameof(stream));
    }
}
