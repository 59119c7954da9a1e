using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>An element type, as the format calls it and as torch does.</summary>
internal sealed record SafeTensorsType(string Name, ScalarType Scalar, int Size)
{
    private static readonly SafeTensorsType[] All =
    [
        new("F64", ScalarType.Float64, 8),
        new("F32", ScalarType.Float32, 4),
        new("F16", ScalarType.Float16, 2),
        new("BF16", ScalarType.BFloat16, 2),
        new("I64", ScalarType.Int64, 8),
        new("I32", ScalarType.Int32, 4),
        new("I16", ScalarType.Int16, 2),
        new("I8", ScalarType.Int8, 1),
        new("U8", ScalarType.Byte, 1),
        new("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The names of all types.</summary>
    public static string Names => string.Join(", ", All.Select(type => type.Name));

    public static SafeTensorsType? Named(string? name) => Array.Find(All, type => type.Name == name);

    public static SafeTensorsType? Of(ScalarType scalar) => Array.Find(All, type => type.Scalar == scalar);
}
