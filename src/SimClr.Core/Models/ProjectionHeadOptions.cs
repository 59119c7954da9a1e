using SimClr.Core.Validation;

namespace SimClr.Core.Models;

/// <summary>Options of a <see cref="MlpProjectionHead"/>.</summary>
public sealed class ProjectionHeadOptions
{
    /// <summary>
    /// Number of dense layers: 0 is no head (z = h), 1 a linear head, 2 the paper's head with one hidden layer (section 2.1), 3 that of
    /// SimCLR v2. Default 2; range 0 to 16.
    /// </summary>
    [InRange(0, 16)]
    public int Layers { get; set; } = 2;

    /// <summary>Width of the hidden layers. Default null: the representation's width, as in the paper. Range 1 to 65536.</summary>
    [InRange(1, 65536)]
    public int? HiddenDimension { get; set; }

    /// <summary>
    /// D, the length of z; ignored where <see cref="Layers"/> is 0. Default 128 (section 4.2: it hardly matters). Range 1 to 65536.
    /// </summary>
    [InRange(1, 65536)]
    public int OutputDimension { get; set; } = 128;

    /// <summary>
    /// True, the default, as in the official code: no biases, and batch norm after every dense layer, the last without shift.
    /// False, as in the paper's text: biases and no batch norm.
    /// </summary>
    public bool BatchNorm { get; set; } = true;
}
