using System.Text.Json.Serialization;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Linear evaluation and kNN of a representation.</summary>
/// <param name="Basis">Trained the encoder.</param>
/// <param name="Layer">Where the representation is taken from.</param>
/// <param name="Split">What it is measured on.</param>
/// <param name="Folder">Images of another data set; null is the study's own.</param>
internal sealed record LinearCell(EncoderCell Basis, Layer Layer, Split Split, string? Folder = null) : Cell
{
    public const string Linear = "linear accuracy";
    public const string Knn = "kNN accuracy";

    [JsonIgnore]
    public override string Title => $"{(Split == Split.Test ? "testing" : "validating")} {Layer.Symbol()}{(Folder is null ? "" : $" on {Folder}")}: {Basis.Title}";

    [JsonIgnore]
    public override IReadOnlyList<Cell> Needs => [Basis];

    public override double Work(StudyData data)
        => (data.Training.Count + data.Test.Count) * NetworkWork.Forward(Basis.Recipe, Samples.Data.SampleData.ImageSize);

    public override IReadOnlyDictionary<string, double> Run(CellContext context)
    {
        using SimClrPipeline pipeline = Basis.Load(context);
        (IImageSource learned, IImageSource measured) = context.Data.Other(Folder).Of(Split);
        FeatureSet bank = Features.Extract(pipeline, Basis.Recipe.LayerNumber(Layer), learned, context);
        FeatureSet queries = Features.Extract(pipeline, Basis.Recipe.LayerNumber(Layer), measured, context);
        ClassificationReport linear = LinearProbe.Fit(bank).Evaluate(queries);
        Dictionary<string, double> metrics = new()
        {
            [Linear] = linear.Accuracy,
            [Knn] = KnnClassifier.Fit(bank).Accuracy(queries),
            ["effective rank"] = RepresentationHealth.Measure(queries).EffectiveRank,
        };
        // Of five classes or fewer, five guesses are always right.
        if (context.Data.Other(Folder).Classes > 5)
            metrics["top-5 accuracy"] = linear.TopKAccuracy(5);
        return metrics;
    }
}
