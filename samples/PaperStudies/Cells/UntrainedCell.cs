using System.Globalization;
using System.Text.Json.Serialization;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>The network of a recipe with the weights that its pretraining begins with: what is measured on it was not learned.</summary>
internal sealed record UntrainedCell(Recipe Recipe, long Seed) : EncoderCell(Recipe, Seed)
{
    [JsonIgnore]
    public override string Title
        => string.Create(CultureInfo.InvariantCulture, $"random weights of {Recipe.Depth}, {Recipe.Width} channels, seed {Seed}");

    public override double Work(StudyData data) => 0;

    public override IReadOnlyDictionary<string, double> Run(CellContext context) => new Dictionary<string, double>();

    public override SimClrPipeline Load(CellContext context) => RecipePipeline.Create(Recipe, context.Data, Seed).Build();
}
