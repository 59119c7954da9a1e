using System.Text.Json.Serialization;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Samples.Data;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>How well a linear classifier tells from a representation which change its image has gone through.</summary>
/// <param name="Pretraining">Made the representation.</param>
/// <param name="Layer">Where it is taken from.</param>
/// <param name="Variants">The changes, as <see cref="Operations"/> reads them.</param>
/// <param name="Images">At most so many images of each set, each with all changes.</param>
internal sealed record KnowledgeCell(PretrainingCell Pretraining, Layer Layer, string Variants, int Images) : Cell
{
    public const string Separator = " | ";
    public const string Accuracy = "accuracy";

    [JsonIgnore]
    public override string Title => $"what {Layer.Symbol()} knows of {Knowledge.NameOf(Variants.Split(Separator))}: {Pretraining.Title}";

    [JsonIgnore]
    public override IReadOnlyList<Cell> Needs => [Pretraining];

    public override double Work(StudyData data)
        => 2.0 * Images * Variants.Split(Separator).Length * NetworkWork.Forward(Pretraining.Recipe, SampleData.ImageSize);

    public override IReadOnlyDictionary<string, double> Run(CellContext context)
    {
        using SimClrPipeline pipeline = Pretraining.Load(context);
        FeatureSet bank = Extract(pipeline, context.Data.Training, context);
        FeatureSet queries = Extract(pipeline, context.Data.Test, context);
        return new Dictionary<string, double> { [Accuracy] = LinearProbe.Fit(bank).Accuracy(queries) };
    }

    private FeatureSet Extract(SimClrPipeline pipeline, IImageSource source, CellContext context)
    {
        SubsetSource chosen = SubsetSource.Balanced(source, Math.Min(Images, source.Count));
        List<float> values = [];
        List<int> labels = [];
        foreach ((int label, string words) in Variants.Split(Separator).Index())
        {
            AugmentationPipeline changed = Operations.Parse(words, SampleData.ImageSize);
            FeatureSet features = Features.Extract(pipeline, Pretraining.Recipe.LayerNumber(Layer), chosen, context, changed);
            values.AddRange(features.Values);
            labels.AddRange(Enumerable.Repeat(label, features.Count));
        }

        return new FeatureSet([.. values], values.Count / labels.Count, [.. labels]);
    }
}
