namespace SimClr.Core.Interop.PyTorch;

/// <summary>What a name of Python stands for.</summary>
internal enum TorchGlobalKind
{
    OrderedDictionary,
    Size,
    RebuildTensor,
    RebuildParameter,
    Storage,
}
