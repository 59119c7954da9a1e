namespace SimClr.Core.Models;

/// <summary>The standard depths of residual networks (He et al. 2016, table 1).</summary>
public enum ResNetDepth
{
    /// <summary>18 layers, basic blocks (2, 2, 2, 2).</summary>
    ResNet18 = 18,

    /// <summary>34 layers, basic blocks (3, 4, 6, 3).</summary>
    ResNet34 = 34,

    /// <summary>50 layers, bottleneck blocks (3, 4, 6, 3).</summary>
    ResNet50 = 50,

    /// <summary>101 layers, bottleneck blocks (3, 4, 23, 3).</summary>
    ResNet101 = 101,

    /// <summary>152 layers, bottleneck blocks (3, 8, 36, 3).</summary>
    ResNet152 = 152,
}
