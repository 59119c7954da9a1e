namespace SimClr.Core.Models;

/// <summary>Depths of residual networks: the standard ones (He et al. 2016, table 1), and a shallow one for short runs.</summary>
public enum ResNetDepth
{
    /// <summary>
    /// 10 layers, basic blocks (1, 1, 1, 1); not in the paper's table. Half of ResNet-18's work: where there is time for few epochs it
    /// learns more a minute.
    /// </summary>
    ResNet10 = 10,

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
