namespace SimClr.Core.Interop.PyTorch;

/// <summary>A whole number of more than 64 bits, as its bytes, the lowest first: nothing that weights have, but the magic number is one.</summary>
internal sealed record PickledLong(byte[] Digits);
