using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Modules that have parameters, none of which requires a gradient.</summary>
internal static class FrozenLayers
{
    /// <summary>Puts all frozen modules, with all that is in them, into evaluation mode.</summary>
    public static void Evaluate(nn.Module module)
    {
        bool[] trainable = [.. module.parameters().Select(parameter => parameter.requires_grad)];
        if (trainable.Length > 0 && !trainable.Contains(true))
        {
            module.eval();
            return;
        }

        foreach (nn.Module child in module.children())
            Evaluate(child);
    }
}
