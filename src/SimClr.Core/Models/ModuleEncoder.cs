using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>Any module from images [N, C, H, W] to features [N, F] as an encoder.</summary>
public sealed class ModuleEncoder : Encoder
{
    private static readonly Lock Seeding = new();

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

    /// <summary>Makes a module with initial weights that a seed determines, and wraps it.</summary>
    /// <param name="create">
    /// Makes the module. Meanwhile torch's global random state begins at the seed; afterwards it is what it was.
    /// </param>
    /// <param name="inputChannels">C, at least 1.</param>
    /// <param name="featureDimension">F, at least 1.</param>
    /// <param name="seed">Determines the initial weights, as long as no other thread draws from torch's state at the same time.</param>
    /// <exception cref="ArgumentException">The function gives null.</exception>
    public ModuleEncoder(Func<nn.Module<Tensor, Tensor>> create, int inputChannels, int featureDimension, long seed)
        : base(nameof(ModuleEncoder), inputChannels, featureDimension)
    {
        ArgumentNullException.ThrowIfNull(create);
        module = Seeded(create, seed) ?? throw new ArgumentException("Expected a module, but the function gave null.", nameof(create));
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

    private static nn.Module<Tensor, Tensor> Seeded(Func<nn.Module<Tensor, Tensor>> create, long seed)
    {
        lock (Seeding)
        {
            using Tensor state = random.get_rng_state();
            try
            {
                manual_seed(seed);
                return create();
            }
            finally
            {
                random.set_rng_state(state);
            }
        }
    }
}
