using SimClr.Core.Tensors;

namespace SimClr.Core.Interop.PyTorch;

/// <summary>A tensor whose every element lies within its storage.</summary>
internal sealed record StorageView(PickledStorage Storage, long Offset, long[] Strides, TensorForm Form);
