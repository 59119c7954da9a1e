namespace SimClr.Core.Tensors;

/// <summary>How a module is used, which decides what may be done with it meanwhile on other threads.</summary>
internal enum ModuleUseKind
{
    /// <summary>Its weights are read: others may read and evaluate.</summary>
    Reading,

    /// <summary>It is in evaluation mode: others may read, and evaluate the same root.</summary>
    Evaluating,

    /// <summary>Its weights or its mode change: it is used alone.</summary>
    Changing,

    /// <summary>It is trained: it is used alone, and not within another use on the same thread either.</summary>
    Training,
}
