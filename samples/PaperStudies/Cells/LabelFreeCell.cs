using System.Text.Json.Serialization;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.LabelFree;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>How good a pretrained representation looks without a label.</summary>
/// <param name="Pretraining">Made the representation.</param>
/// <param name="Images">At most so many training images.</param>
internal sealed record LabelFreeCell(PretrainingCell Pretraining, int Images) : Cell
{
    private const int ViewsPerImage = 10;

    [JsonIgnore]
    public override string Title => $"label-free measures of {Pretraining.Title}";

    [JsonIgnore]
    public override IReadOnlyList<Cell> Needs => [Pretraining];

    public override double Work(StudyData data)
        => (1.0 + ViewsPerImage) * Math.Min(Images, data.Training.Count) * NetworkWork.Forward(Pretraining.Recipe, Pretraining.Recipe.ViewSize);

    public override IReadOnlyDictionary<string, double> Run(CellContext context)
    {
        using SimClrPipeline pipeline = Pretraining.Load(context);
        SubsetSource images = SubsetSource.Balanced(context.Data.Training, Math.Min(Images, context.Data.Training.Count));
        // Of h: embeddings of different lengths could not be compared.
        LabelFreeMonitor monitor = new(images, new FeatureExtractorOptions { Workers = context.Threads, ReadOut = new ReadOut() })
        {
            ViewsPerImage = ViewsPerImage,
        };
        LabelFreeScores scores = monitor.Measure(pipeline.Model, pipeline.Views, pipeline.EvaluationPreprocessing);
        return new Dictionary<string, double>
        {
            [nameof(scores.Alignment)] = scores.Alignment,
            [nameof(scores.Uniformity)] = scores.Uniformity,
            [nameof(scores.RankMe)] = scores.RankMe,
            [nameof(scores.Lidar)] = scores.Lidar,
        };
    }

    /// <summary>The scores that a result of this kind of cell holds.</summary>
    public static LabelFreeScores Scores(CellResult result) => new(
        result.Metrics[nameof(LabelFreeScores.Alignment)],
        result.Metrics[nameof(LabelFreeScores.Uniformity)],
        result.Metrics[nameof(LabelFreeScores.RankMe)],
        result.Metrics[nameof(LabelFreeScores.Lidar)]);
}
