using System.Text;

namespace SimClr.Core.PackageTests;

/// <summary>A model of two operations, written by hand: the mean of each channel of [N, 3, H, W] (field numbers: onnx.proto).</summary>
internal static class OnnxMeanModel
{
    public static string Base64 { get; } = Convert.ToBase64String(Model());

    private static byte[] Model() =>
    [
        .. Number(1, 8), // ir_version
        .. Part(7, Graph()),
        .. Part(8, Number(2, 17)), // opset_import: version
    ];

    private static byte[] Graph() =>
    [
        .. Node("GlobalAveragePool", "images", "pooled"),
        .. Node("Flatten", "pooled", "features"),
        .. Text(2, "mean"),
        .. Part(11, Value("images", Named("N"), Size(3), Named("H"), Named("W"))),
        .. Part(12, Value("features", Named("N"), Size(3))),
    ];

    private static byte[] Node(string operation, string input, string output)
        => Part(1, [.. Text(1, input), .. Text(2, output), .. Text(4, operation)]);

    private static byte[] Value(string name, params byte[][] dimensions)
    {
        byte[] shape = [.. dimensions.SelectMany(dimension => Part(1, dimension))];
        byte[] tensor = [.. Number(1, 1), .. Part(2, shape)]; // 1: float
        return [.. Text(1, name), .. Part(2, Part(1, tensor))];
    }

    private static byte[] Size(int size) => Number(1, size);

    private static byte[] Named(string name) => Text(2, name);

    // Protocol buffers; all numbers here are below 128, all parts below 16384 bytes.
    private static byte[] Number(int field, int value) => [(byte)(field << 3), (byte)value];

    private static byte[] Text(int field, string text) => Part(field, Encoding.ASCII.GetBytes(text));

    private static byte[] Part(int field, byte[] bytes)
        => bytes.Length < 128 ? [(byte)(field << 3 | 2), (byte)bytes.Length, .. bytes]
            : [(byte)(field << 3 | 2), (byte)(bytes.Length & 127 | 128), (byte)(bytes.Length >> 7), .. bytes];
}
