using System.Text.Json.Serialization;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Linear evaluation and kNN of the pixels themselves.</summary>
internal sealed record PixelCell : Cell
{
    // Multiplications of an image's values in all steps of the linear classifier, in millions: about.
    private const double MultiplicationsOfAnImage = 5;

    [JsonIgnore]
    public override string Title => "testing raw pixels";

    public override double Work(StudyData data) => (data.Training.Count + data.Test.Count) * MultiplicationsOfAnImage;

    public override IReadOnlyDictionary<string, double> Run(CellContext context)
    {
        FeatureSet bank = FeatureSet.FromPixels(context.Data.Training, StudyData.Preprocessing);
        FeatureSet queries = FeatureSet.FromPixels(context.Data.Test, StudyData.Preprocessing);
        return new Dictionary<string, double>
        {
            [LinearCell.Linear] = LinearProbe.Fit(bank).Accuracy(queries),
            [LinearCell.Knn] = KnnClassifier.Fit(bank).Accuracy(queries),
        };
    }
}
