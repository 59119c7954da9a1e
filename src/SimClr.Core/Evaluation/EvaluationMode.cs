using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Holds a module in evaluation mode and gives each of its modules its own mode back when disposed.</summary>
internal sealed class EvaluationMode : IDisposable
{
    // Each module's own flag: of an encoder in training some layers may be frozen, and must be so afterwards.
    private readonly (nn.Module Module, bool Training)[] _modes;

    public EvaluationMode(nn.Module module)
    {
        _modes = [(module, module.training), .. module.modules().Select(part => (part, part.training))];
        module.eval();
    }

    public void Dispose()
    {
        // Parents come before their children, so the children's own modes are what remains.
        foreach ((nn.Module module, bool training) in _modes)
            module.train(training);
    }
}
