using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation.Probing;

public sealed class LimitedMemoryBfgsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Minimize_QuadraticOfAllCurvatures_FindsItsMinimum()
    {
        Tensor curvatures = logspace(0, 3, 30, dtype: ScalarType.Float64);
        Tensor minimum = arange(30, dtype: ScalarType.Float64).sin();
        Function quadratic = new(point => ((point - minimum).square() * curvatures).sum() * 0.5);

        Tensor found = new LimitedMemoryBfgs(quadratic, 500, 1e-16).Minimize(zeros(30, ScalarType.Float64));

        (found - minimum).abs().max().item<double>().Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Minimize_ExactPreconditioner_NeedsTwoIterations()
    {
        Tensor curvatures = logspace(-2, 3, 30, dtype: ScalarType.Float64);
        Function quadratic = new(point => ((point - 1).square() * curvatures).sum() * 0.5, gradient => gradient / curvatures);
        LimitedMemoryBfgs minimizer = new(quadratic, 500, 1e-12);

        minimizer.Minimize(zeros(30, ScalarType.Float64));

        minimizer.Iterations.Should().BeLessThanOrEqualTo(2);
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e4)]
    public void Minimize_PreconditionerOfAWrongScale_StillConverges(double scale)
    {
        Function function = new(point => (point - 3).pow(4).sum() + point.exp().sum(), gradient => gradient * scale);

        Tensor found = new LimitedMemoryBfgs(function, 500, 1e-14).Minimize(zeros(4, ScalarType.Float64));

        ((found - 3).pow(3) * 4 + found.exp()).abs().max().item<double>().Should().BeLessThan(1e-4, "the gradient vanishes there");
    }

    [Fact]
    public void Minimize_Start_IsNotChanged()
    {
        Tensor start = zeros(2, ScalarType.Float64);

        new LimitedMemoryBfgs(new Function(point => (point - 1).square().sum()), 10, 1e-12).Minimize(start);

        start.sum().item<double>().Should().Be(0);
    }

    private sealed class Function(Func<Tensor, Tensor> value, Func<Tensor, Tensor>? precondition = null) : IConvexObjective
    {
        public (double Value, Tensor Gradient) Evaluate(Tensor point)
        {
            using Tensor leaf = point.detach().requires_grad_();
            using Tensor result = value(leaf);
            result.backward();
            return (result.item<double>(), leaf.grad!.clone());
        }

        public Tensor Precondition(Tensor gradient) => precondition?.Invoke(gradient) ?? gradient.clone();
    }
}
