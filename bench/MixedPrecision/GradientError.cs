using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.MixedPrecision;

/// <summary>How far gradients are from exact ones, by the parts of the model, over several batches.</summary>
internal sealed class GradientError
{
    private readonly Dictionary<string, (double Difference, double Exact)> _squares = [];

    public IEnumerable<string> Parts => _squares.Keys;

    /// <summary>Adds the gradients of a batch, as they lie at the parameters.</summary>
    public void Add(nn.Module exact, nn.Module model)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        foreach (((string name, Parameter expected), (_, Parameter found)) in exact.named_parameters().Zip(model.named_parameters()))
        {
            (double difference, double total) = _squares.GetValueOrDefault(PartOf(name));
            _squares[PartOf(name)] = (difference + Square(found.grad! - expected.grad!), total + Square(expected.grad!));
        }
    }

    /// <summary>The length of the difference as a share of the exact gradient's.</summary>
    public double Of(string part) => Math.Sqrt(_squares[part].Difference / _squares[part].Exact);

    // encoder.conv1.weight, encoder.layer2.0.bn1.bias, projection_head.layers.0.weight
    private static string PartOf(string parameter)
    {
        string[] names = parameter.Split('.');
        return names[0] != "encoder" ? "head" : names[1].StartsWith("layer", StringComparison.Ordinal) ? names[1] : "stem";
    }

    private static double Square(Tensor values) => values.to(ScalarType.Float64).square().sum().item<double>();
}
