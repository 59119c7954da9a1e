namespace SimClr.Core.Interop.PyTorch;

/// <summary>Numbers in a row that tensors are views of; where they lie in the file is found by the key.</summary>
internal sealed record PickledStorage(string Key, SafeTensorsType Elements, long Count)
{
    /// <summary>Its length in the file; more than 64 bits where the count is a lie.</summary>
    public Int128 Bytes => (Int128)Count * Elements.Size;
}
