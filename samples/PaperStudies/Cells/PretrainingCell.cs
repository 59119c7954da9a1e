using System.Globalization;
using System.Text.Json.Serialization;
using SimClr.Core.Interop;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Trains an encoder on the training images without their labels, and keeps its weights.</summary>
internal sealed record PretrainingCell(Recipe Recipe, long Seed) : EncoderCell(Recipe, Seed)
{
    /// <summary>Of the last epoch, on the training images.</summary>
    public const string ContrastiveAccuracy = "contrastive accuracy";

    public const string Steps = "steps";

    private const string CheckpointFolder = "checkpoints";

    [JsonIgnore]
    public override string Title
        => string.Create(CultureInfo.InvariantCulture, $"pretraining {Recipe.Describe()}, seed {Seed}");

    public override double Work(StudyData data)
        => (double)Recipe.Epochs * data.Training.Count * Recipe.Views * NetworkWork.Step(Recipe);

    public override IReadOnlyDictionary<string, double> Run(CellContext context)
    {
        string folder = context.FolderOf(this);
        using SimClrPipeline pipeline = RecipePipeline.Create(Recipe, context.Data, Seed)
            .ConfigureTraining(training => training.Workers = context.Threads)
            .UseCheckpoints(Path.Combine(folder, CheckpointFolder), checkpoints => (checkpoints.Resume, checkpoints.Keep) = (ResumeMode.IfPresent, 1))
            .Build();
        TrainingResult result = pipeline.Train(new PartDone(context.Progress), context.CancellationToken);
        if (result.Canceled)
            throw new OperationCanceledException(context.CancellationToken);
        pipeline.Model.SaveWeights(context.WeightsOf(this));
        Directory.Delete(Path.Combine(folder, CheckpointFolder), recursive: true);
        EpochSummary last = result.Epochs[^1];
        return new Dictionary<string, double>
        {
            ["loss"] = last.Loss,
            [ContrastiveAccuracy] = last.ContrastiveAccuracy,
            [Steps] = result.Steps,
        };
    }

    public override SimClrPipeline Load(CellContext context)
    {
        SimClrPipeline pipeline = RecipePipeline.Create(Recipe, context.Data, Seed).Build();
        pipeline.Model.LoadWeights(context.WeightsOf(this));
        return pipeline;
    }
}
