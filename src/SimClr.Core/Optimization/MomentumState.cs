using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>The momentum buffer of one parameter, zero at first, in the parameter's type and memory layout; owned.</summary>
internal sealed class MomentumState : OptimizerState, IDisposable
{
    public MomentumState(string name, Parameter parameter)
        : base(parameter)
    {
        Name = name;
        using IDisposable mode = no_grad();
        Momentum = zeros_like(parameter).DetachFromDisposeScope();
    }

    public string Name { get; }

    public Tensor Momentum { get; private set; }

    public override void Initialize(OptimizerOptions options) => Momentum.zero_();

    public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, Momentum);

    public override void LoadStateDict(BinaryReader reader)
    {
        Tensor? loaded = null;
        LoadConditionalStateTensor(reader, ref loaded, Momentum.device);
        using (loaded)
            Momentum.copy_(loaded);
    }

    public override void LoadStateDict(OptimizerState source) => Momentum.copy_(((MomentumState)source).Momentum);

    public override bool ApproximatelyEquals(OptimizerState other) => other is MomentumState state && Momentum.allclose(state.Momentum);

    public override void to(Device device)
    {
        Tensor moved = Momentum.to(device).DetachFromDisposeScope();
        if (!ReferenceEquals(moved, Momentum))
            Momentum.Dispose();
        Momentum = moved;
    }

    public void Dispose() => Momentum.Dispose();
}
