using static TorchSharp.torch;

namespace SimClr.Core.Losses.ClosedForm;

/// <summary>log(1 + exp(x)), exact to rounding for every x, infinities included.</summary>
/// <remarks>As -log(sigmoid(-x)): the softplus of TorchSharp makes numbers that nothing holds, see <see cref="Numerics.Scalars"/>.</remarks>
internal static class Softplus
{
    public static Tensor Of(Tensor x) => nn.functional.logsigmoid(x.neg()).neg_();
}
