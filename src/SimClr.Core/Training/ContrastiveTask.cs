using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Contrastive learning (paper, section 2.1): an encoder and a head give embeddings, and a loss compares them.</summary>
public sealed class ContrastiveTask : ITrainingTask
{
    private readonly SimClrModel _model;
    private readonly ContrastiveLoss _loss;

    /// <summary>Creates the task; model and loss are borrowed.</summary>
    public ContrastiveTask(SimClrModel model, ContrastiveLoss loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        (_model, _loss) = (model, loss);
    }

    /// <inheritdoc/>
    public nn.Module Module => _model;

    /// <inheritdoc/>
    public Encoder Encoder => _model.Encoder;

    /// <inheritdoc/>
    public ProjectionHead ProjectionHead => _model.ProjectionHead;

    /// <summary>2: a single image has no negatives.</summary>
    public int MinimumBatchSize => 2;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object> Parts => new Dictionary<string, object>
    {
        ["encoder"] = _model.Encoder,
        ["projectionHead"] = _model.ProjectionHead,
        ["loss"] = _loss,
    };

    /// <inheritdoc/>
    public IEnumerable<TaskProblem> Problems(IReadOnlyList<ViewGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Sum(group => group.Views) is var views and < 2)
        {
            yield return new TaskProblem($"A contrastive loss compares at least 2 views of an image, but the view generator makes {views}.")
            {
                IsOfViews = true,
            };
        }

        foreach (ViewGroup group in groups)
            if (ModelShapes.Problem(_model, group.Shape) is { } problem)
                yield return problem;
    }

    /// <inheritdoc/>
    public Tensor Embed(TrainingBatch batch, int group, Device device)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using DisposeScope scope = NewDisposeScope();
        return _model.call(batch.ToTensor(group, device)).Embedding.MoveToOuterDisposeScope(); // [V*n, D]
    }

    /// <inheritdoc/>
    public Tensor Loss(EmbeddingBatch batch) => _loss.call(batch);

    /// <inheritdoc/>
    public void Measure(EmbeddingBatch batch, MetricSink metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        using DisposeScope scope = NewDisposeScope();
        metrics.Add(MetricNames.ContrastiveAccuracy, ContrastiveAccuracy.Compute(batch));
        metrics.Add(MetricNames.EmbeddingDeviation, EmbeddingDeviation.Compute(batch.Values));
    }

    /// <summary>The name of the loss.</summary>
    public override string ToString() => _loss.GetName();
}
