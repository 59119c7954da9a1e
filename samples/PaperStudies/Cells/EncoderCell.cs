using System.Text.Json.Serialization;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>A cell that trains an encoder and keeps it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "cell")]
[JsonDerivedType(typeof(PretrainingCell), "pretraining")]
[JsonDerivedType(typeof(SupervisedCell), "supervised")]
[JsonDerivedType(typeof(UntrainedCell), "untrained")]
internal abstract record EncoderCell(Recipe Recipe, long Seed) : Cell
{
    /// <summary>The recipe's pipeline with the trained weights; owned by the caller.</summary>
    public abstract SimClrPipeline Load(CellContext context);
}
