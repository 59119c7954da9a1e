using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>
/// Whitening of features: centered, turned and scaled so that no few directions of great variance decide which images are alike. Fitted without
/// labels; for search, k nearest neighbors, duplicates, maps.
/// </summary>
/// <remarks>
/// <para>A representation varies most in a few directions, and cosine similarity sees little else. Whitening divides the direction of variance v
/// by v^(Strength/2). On short SimCLR runs that is worth many points of kNN accuracy; a linear classifier, which scales directions as it
/// likes, gains nothing.</para>
/// <para>Lives in managed memory, so nothing needs to be disposed. Immutable; may be used by several threads.</para>
/// </remarks>
/// <example>
/// <code>
/// FeatureWhitening whitening = FeatureWhitening.Fit(known);
/// double accuracy = KnnClassifier.Fit(whitening.Apply(known)).Accuracy(whitening.Apply(queries));
/// </code>
/// </example>
public sealed class FeatureWhitening
{
    private const int BlockRows = 8192;

    private readonly float[] _mean;
    private readonly float[] _matrix;
    private readonly Device _device;

    internal FeatureWhitening(float[] mean, float[] matrix, Device device)
    {
        (_mean, _matrix, _device) = (mean, matrix, device);
        OutputDimension = matrix.Length / mean.Length;
    }

    /// <summary>F, the number of features that it takes.</summary>
    public int Dimension => _mean.Length;

    /// <summary>G, the number of features that it gives.</summary>
    public int OutputDimension { get; }

    /// <summary>What is subtracted, [F].</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>What the rest is multiplied with, [F, G] row by row.</summary>
    public ReadOnlySpan<float> Matrix => _matrix;

    /// <summary>Fits it to the mean and the covariance of features; labels are not looked at.</summary>
    /// <param name="features">Of at least two images that differ; better of more images than there are features.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">All images have the same features, or fewer features than components are asked for.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static FeatureWhitening Fit(FeatureSet features, FeatureWhiteningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        options = OptionsGuard.Validate(options ?? new FeatureWhiteningOptions(), new FeatureWhiteningOptionsValidator());
        if (options.Components > features.Dimension)
        {
            throw new ArgumentException(
                $"Expected at least {options.Components} features for as many {nameof(FeatureWhiteningOptions.Components)}, found {features.Dimension}.",
                nameof(features));
        }

        Device device = NativeTorch.OrCpu(options.Device);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (Tensor mean, Tensor covariance) = Moments(features, device);
        (Tensor variances, Tensor directions) = linalg.eigh(covariance); // rising
        double greatest = variances[-1].ToDouble();
        if (!(greatest > 0))
            throw new ArgumentException($"Expected features that differ between images, found {features.Count} images with the same.", nameof(features));
        Tensor scales = variances.clamp_min(Scalars.Of(options.Floor * greatest)).pow(Scalars.Of(-options.Strength / 2)); // [F]
        Tensor scaled = directions.mul(scales); // [F, F]
        Tensor matrix = options.Components is { } components ? Greatest(scaled, components) : scaled.mm(directions.t());
        return new FeatureWhitening(
            TensorTransfer.ToArray(mean.flatten().to(ScalarType.Float32)), TensorTransfer.ToArray(matrix.contiguous().flatten().to(ScalarType.Float32)), device);
    }

    /// <summary>Whitens features, with labels and class names as they are.</summary>
    /// <param name="features">Of dimension F.</param>
    /// <returns>Features of dimension G.</returns>
    /// <exception cref="ArgumentException">The dimension differs.</exception>
    public FeatureSet Apply(FeatureSet features)
    {
        FeatureSetChecks.RequireDimension(features, Dimension, nameof(features));
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor mean = TensorTransfer.ToTensor(_mean, [1, Dimension], _device);
        Tensor matrix = TensorTransfer.ToTensor(_matrix, [Dimension, OutputDimension], _device);
        float[] values = FeatureSetChecks.Allocate(features.Count, OutputDimension);
        for (int first = 0; first < features.Count; first += BlockRows)
        {
            using DisposeScope block = NewDisposeScope();
            Tensor rows = FeatureTensors.ToTensor(features, first..Math.Min(first + BlockRows, features.Count), _device);
            TensorTransfer.CopyTo(rows.sub_(mean).mm(matrix), values.AsSpan(first * OutputDimension));
        }

        return new FeatureSet(values, OutputDimension, features.HasLabels ? [.. features.Labels] : null, features.ClassNames);
    }

    /// <summary>
    /// Writes it as safetensors, all or nothing: <c>mean</c> [F] and <c>matrix</c> [F, G]; whitened = (features - mean) matrix.
    /// </summary>
    /// <param name="path">The file, by convention <c>.safetensors</c>; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path) => FeatureWhiteningFile.Write(path, this);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where it computes; the CPU if null.</param>
    /// <exception cref="Interop.SafeTensorsException">
    /// The file is damaged, or is no such file; the message says what was expected, and what was found.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FeatureWhitening Load(string path, Device? device = null) => FeatureWhiteningFile.Read(path, device ?? CPU);

    private static (Tensor Mean, Tensor Covariance) Moments(FeatureSet features, Device device)
    {
        (int images, int dimension) = (features.Count, features.Dimension);
        Tensor mean = zeros(1, dimension, dtype: ScalarType.Float64, device: device);
        FeatureBlocks.AddUp(images, dimension, mean, rows => FeatureBlocks.Rows(features, rows, device).sum(0, keepdim: true));
        mean.div_(Scalars.Of(images));
        Tensor covariance = FeatureBlocks.Square(dimension, device);
        FeatureBlocks.AddUp(images, dimension, covariance, rows =>
        {
            Tensor centered = FeatureBlocks.Rows(features, rows, device).sub_(mean);
            return centered.t().mm(centered);
        });
        return (mean, covariance.div_(Scalars.Of(Math.Max(1, images - 1))));
    }

    // A direction and its opposite are as good: the one whose greatest number is positive is the same everywhere.
    private static Tensor Greatest(Tensor scaled, int count)
    {
        Tensor greatest = scaled.narrow(1, scaled.size(1) - count, count).flip(1); // [F, G]
        Tensor signs = greatest.gather(0, greatest.abs().argmax(0, keepdim: true)).sign();
        return greatest.mul(signs);
    }
}
