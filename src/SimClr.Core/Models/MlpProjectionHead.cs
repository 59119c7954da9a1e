using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using SimClr.Core.Randomness;
using SimClr.Core.Validation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// The paper's projection heads: none, linear, or nonlinear with any number of dense layers and ReLU between them (figure 8).
/// </summary>
public sealed class MlpProjectionHead : ProjectionHead
{
    private readonly Sequential layers;

    /// <summary>Creates a head with random weights.</summary>
    /// <param name="inputDimension">F, the length of a representation.</param>
    /// <param name="options">Defaults where null; copied.</param>
    /// <param name="seed">Determines the initial weights.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The program was compiled by native AOT, in which TorchSharp finds no parameters.
    /// </exception>
    public MlpProjectionHead(int inputDimension, ProjectionHeadOptions? options = null, long seed = 0)
        : this(inputDimension, seed, OptionsGuard.Validate(options ?? new ProjectionHeadOptions(), new ProjectionHeadOptionsValidator()))
    {
    }

    private MlpProjectionHead(int inputDimension, long seed, ProjectionHeadOptions options)
        : base(nameof(MlpProjectionHead), inputDimension, options.Layers == 0 ? inputDimension : options.OutputDimension)
    {
        // The encoder draws from image 0 of the same purpose.
        RandomStream random = new(seed, RandomPurpose.Initialization, image: 1);
        layers = nn.Sequential(Build(inputDimension, options, random));
        RegisterComponents();
        if (options.Layers > 0)
            NativeAot.Check(this);
    }

    private MlpProjectionHead(int inputDimension, int outputDimension, nn.Module<Tensor, Tensor>[] built)
        : base(nameof(MlpProjectionHead), inputDimension, outputDimension)
    {
        layers = nn.Sequential(built);
        RegisterComponents();
    }

    /// <summary>
    /// A head of its own of the first dense layers, each with its batch norm and ReLU, and with copies of their weights: from one of them
    /// a network can be fine-tuned instead of from h (SimCLR v2, arXiv 2006.10029, section 2).
    /// </summary>
    /// <param name="count">Dense layers, from 0 (h itself) to all of them.</param>
    /// <returns>
    /// Its output is [N, width of the last of these layers], after the ReLU, but for all layers: then z. On this head's device, in
    /// training mode; owned by the caller.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many layers; the message says how many there are.</exception>
    public MlpProjectionHead CopyLayers(int count)
    {
        ThrowIfDisposed();
        int all = LayerDimensions.Count;
        if (count < 0 || count > all)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The projection head has {all} dense layers; expected 0 to {all}.");
        List<nn.Module<Tensor, Tensor>> copies = [];
        int outputs = InputDimension;
        int dense = 0;
        foreach (nn.Module layer in layers.children())
        {
            if (layer is LinearLayer linear)
            {
                if (dense++ == count)
                    break;
                outputs = (int)linear.Weight.shape[0];
            }

            copies.Add(Copy(layer));
        }

        return new MlpProjectionHead(InputDimension, outputs, [.. copies]);
    }

    internal override IReadOnlyList<int> LayerDimensions
        => [.. layers.children().OfType<LinearLayer>().Select(layer => (int)layer.parameters().First().shape[0])];

    /// <summary>Computes embeddings.</summary>
    /// <param name="input">h [N, F]; borrowed.</param>
    /// <returns>z [N, D], a new tensor also where the head has no layers.</returns>
    /// <exception cref="ArgumentException">The input is not [N, F].</exception>
    public override Tensor forward(Tensor input)
    {
        Check(input);
        return layers.call(input);
    }

    internal override IReadOnlyList<Tensor> LayerOutputs(Tensor input, int count)
    {
        Check(input);
        List<Tensor> outputs = [];
        foreach (nn.Module module in layers.children())
        {
            // A layer begins with its dense part; batch norm and activation belong to it.
            bool begins = module is LinearLayer;
            if (begins && outputs.Count == count)
                break;
            Tensor values = ((nn.Module<Tensor, Tensor>)module).call(outputs.Count == 0 ? input : outputs[^1]); // [N, D of the layer]
            if (begins)
                outputs.Add(values);
            else
                outputs[^1] = values;
        }

        return outputs;
    }

    /// <summary>Adds this head to a graph, its batch norms folded into its dense layers.</summary>
    /// <inheritdoc/>
    public override GraphValue Describe(InferenceGraph graph, GraphValue representations)
        => DescribeLayers(graph, representations, LayerDimensions.Count).LastOrDefault(representations);

    internal override IReadOnlyList<GraphValue> DescribeLayers(InferenceGraph graph, GraphValue representations, int count)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(graph);
        ModuleNames names = new(this);
        nn.Module[] modules = [.. layers.children()];
        List<GraphValue> outputs = [];
        for (int index = 0; index < modules.Length && outputs.Count < count; index++)
        {
            LinearLayer linear = (LinearLayer)modules[index];
            BatchNormLayer? normalization = modules.ElementAtOrDefault(index + 1) as BatchNormLayer;
            index += normalization is null ? 0 : 1;
            GraphValue values = linear.Describe(graph, outputs.LastOrDefault(representations), names, normalization); // [N, D of the layer]
            bool hasActivation = modules.ElementAtOrDefault(index + 1) is not null and not LinearLayer;
            index += hasActivation ? 1 : 0;
            outputs.Add(hasActivation ? graph.Relu(values) : values);
        }

        return outputs;
    }

    private void Check(Tensor input)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(input);
        if (input.Dimensions != 2 || input.shape[1] != InputDimension)
        {
            throw new ArgumentException(
                $"Expected representations [N, {InputDimension}], found [{string.Join(", ", input.shape)}].", nameof(input));
        }
    }

    private static nn.Module<Tensor, Tensor> Copy(nn.Module layer) => layer switch
    {
        LinearLayer linear => linear.Copy(),
        BatchNormLayer norm => norm.Copy(),
        _ => nn.ReLU(),
    };

    private static nn.Module<Tensor, Tensor>[] Build(int inputs, ProjectionHeadOptions options, RandomStream random)
    {
        List<nn.Module<Tensor, Tensor>> built = [];
        for (int layer = 1; layer <= options.Layers; layer++)
        {
            bool last = layer == options.Layers;
            int outputs = last ? options.OutputDimension : options.HiddenDimension ?? inputs;
            built.Add(LinearLayer.Uniform(inputs, outputs, hasBias: !options.BatchNorm, random));
            if (options.BatchNorm)
                built.Add(new BatchNormLayer(outputs, hasShift: !last));
            if (!last)
                built.Add(nn.ReLU());
            inputs = outputs;
        }

        return [.. built];
    }
}
