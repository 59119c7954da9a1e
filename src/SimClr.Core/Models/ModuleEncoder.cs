using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>Any module from images [N, C, H, W] to features [N, F] as an encoder.</summary>
public sealed class ModuleEncoder : Encoder
{
    private readonly nn.Module<Tensor, Tensor> module;

    /// <summary>Wraps a module; it is disposed with this encoder.</summary>
    /// <param name="module">The module; its output must be [N, <paramref name="featureDimension"/>].</param>
    /// <param name="inputChannels">C, at least 1.</param>
    /// <param name="featureDimension">F, at least 1.</param>
    public ModuleEncoder(nn.Module<Tensor, Tensor> module, int inputChannels, int featureDimension)
        : base(nameof(ModuleEncoder), inputChannels, featureDimension)
    {
        ArgumentNullException.ThrowIfNull(module);
        this.module = module;
        RegisterComponents();
    }

    /// <summary>Computes features.</summary>
    /// <param name="input">Images [N, C, H, W]; borrowed.</param>
    /// <exception cref="ArgumentException">The input has another number of channels.</exception>
    /// <exception cref="InvalidOperationException">The module's output has another shape than [N, F].</exception>
    public override Tensor forward(Tensor input)
    {
        CheckImages(input);
        Tensor features = module.call(input);
        if (features.Dimensions == 2 && features.shape[0] == input.shape[0] && features.shape[1] == FeatureDimension)
            return features;
        string found = string.Join(", ", features.shape);
        features.Dispose();
        throw new InvalidOperationException(
            $"The wrapped module {module.GetName()} must give features [{input.shape[0]}, {FeatureDimension}], but gave [{found}].");
    }
}
