namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Layers in words.</summary>
internal static class LayerExtensions
{
    /// <summary>As the paper writes it.</summary>
    public static string Symbol(this Layer layer) => layer == Layer.Encoder ? "h" : "g(h)";
}
