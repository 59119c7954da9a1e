using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>Holds a module in evaluation mode and gives each of its modules its own mode back when the last holder is disposed.</summary>
/// <remarks>Keeps trainings on other threads out meanwhile, and is kept out by them. Several may hold one module at once.</remarks>
internal sealed class EvaluationMode : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly ConditionalWeakTable<nn.Module, Held> HeldModules = [];

    private readonly nn.Module _module;
    private readonly ModuleUse _use;

    /// <param name="module">The module.</param>
    /// <param name="activity">What it is held for, as the user knows it.</param>
    /// <exception cref="InvalidOperationException">Something else runs on the module; the message says what.</exception>
    public EvaluationMode(nn.Module module, string activity)
    {
        _module = module;
        lock (Gate)
        {
            _use = ModuleUse.Begin(module, activity, ModuleUseKind.Evaluating);
            Held held = HeldModules.GetOrCreateValue(module);
            if (held.Holders++ > 0)
                return;
            held.Modes = [(module, module.training), .. module.modules().Select(part => (part, part.training))];
            module.eval();
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            Held held = HeldModules.GetOrCreateValue(_module);
            if (--held.Holders == 0)
            {
                // Parents come before their children, so the children's own modes are what remains.
                foreach ((nn.Module module, bool training) in held.Modes)
                    module.train(training);
                held.Modes = [];
            }

            _use.Dispose();
        }
    }

    private sealed class Held
    {
        public int Holders { get; set; }

        /// <summary>Each module's own flag: of an encoder in training some layers may be frozen, and must be so afterwards.</summary>
        public (nn.Module Module, bool Training)[] Modes { get; set; } = [];
    }
}
