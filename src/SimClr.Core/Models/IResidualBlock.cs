using SimClr.Core.Models.ExplicitGradient;

namespace SimClr.Core.Models;

/// <summary>What the blocks of a residual network have in common.</summary>
internal interface IResidualBlock
{
    /// <summary>The residual branch: convolutions, each with its batch norm; all but the last end in ReLU.</summary>
    IReadOnlyList<NormalizedConvolution> Branch { get; }

    /// <summary>The shortcut's projection; null if the shortcut is the identity.</summary>
    NormalizedConvolution? Shortcut { get; }
}
