using SimClr.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A dense layer y = x W' (+ b) with torch's default initialisation, U(-1/sqrt(inputs), 1/sqrt(inputs)).</summary>
internal sealed class LinearLayer : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight; // [outputs, inputs]
    private readonly Parameter? bias; // [outputs]

    public LinearLayer(int inputs, int outputs, bool hasBias, RandomStream random)
        : base(nameof(LinearLayer))
    {
        double bound = 1 / Math.Sqrt(inputs);
        weight = new Parameter(WeightInitialization.Uniform([outputs, inputs], bound, random));
        bias = hasBias ? new Parameter(WeightInitialization.Uniform([outputs], bound, random)) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias); // [N, outputs]
}
