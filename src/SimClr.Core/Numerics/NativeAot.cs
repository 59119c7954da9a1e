using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics;

/// <summary>Says so where a program compiled by native AOT hides what TorchSharp needs.</summary>
internal static class NativeAot
{
    /// <summary>Refuses a module that must have parameters where ahead-of-time compilation has taken them out of sight.</summary>
    /// <exception cref="PlatformNotSupportedException">The program was compiled by native AOT, and the module shows no parameters.</exception>
    public static void Check(nn.Module module) => Check(module, RuntimeFeature.IsDynamicCodeSupported);

    /// <inheritdoc cref="Check(nn.Module)"/>
    internal static void Check(nn.Module module, bool isDynamicCodeSupported)
    {
        if (isDynamicCodeSupported || module.parameters().Any())
            return;
        throw new PlatformNotSupportedException(
            $"Native AOT is not supported: TorchSharp finds a module's parameters by reflection over its fields (RegisterComponents), and in this program it finds none in {module.GetName()}. "
            + "Publish without PublishAot; self-contained, single-file and trimmed programs work.");
    }
}
