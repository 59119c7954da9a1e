using SimClr.Core.Models.ExplicitGradient;

namespace SimClr.Core.Models;

/// <summary>What the blocks of a residual network have in common.</summary>
internal interface IResidualBlock
{
    /// <summary>The residual branch: convolutions, each with its batch norm; all but the last end in ReLU.</summary>
    IReadOnlyList<NormalizedConvolution> Branch { get; }

    /// <summary>The shortcut's projection; null if the shortcut is the identity.</summary>
    NormalizedConvolution? Shortcut { get; }

    /// <summary>Whether average pooling comes before the shortcut's projection, which then has stride 1.</summary>
    bool PoolsShortcut { get; }

    /// <summary>Mixes the streams of the branch's last convolution but one; null without selective kernels.</summary>
    SelectiveKernel? Selection { get; }

    /// <summary>What comes after the branch's last batch norm; null without squeeze-and-excitation.</summary>
    SqueezeExcitation? Excitation { get; }
}
