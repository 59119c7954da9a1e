using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Distillation;

/// <summary>
/// Pretraining with a teacher: from a random view of an image, the student predicts what the teacher says of the image. Small networks learn
/// more so than from contrast alone (paper, section 4.2, distills with labels' logits; SEED, arXiv 2101.04731, and CompRess, arXiv
/// 2010.14713, without labels).
/// </summary>
/// <remarks>
/// The loss is the mean over all views of 1 - cos(prediction, target), from 0 to 2. The projection head is the predictor, so its output must
/// have the teacher's dimension; the representation is the encoder's h, as after contrastive learning. One view of an image is enough. A
/// teacher that saw labels passes on what it learned from them.
/// </remarks>
public sealed class DistillationTask : ITrainingTask
{
    private readonly SimClrModel _student;
    private readonly TeacherVectors _teacher;

    /// <summary>Creates the task.</summary>
    /// <param name="student">Encoder and predictor; borrowed.</param>
    /// <param name="teacher">The targets of the images that will be trained on; borrowed.</param>
    /// <exception cref="ArgumentException">The predictor's output has not the teacher's dimension.</exception>
    public DistillationTask(SimClrModel student, TeacherVectors teacher)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(teacher);
        int output = student.ProjectionHead.OutputDimension;
        if (output != teacher.Dimension)
        {
            throw new ArgumentException(
                $"Expected a projection head with {teacher.Dimension} outputs, the length of the teacher's vectors, found {output}: set "
                + $"{nameof(ProjectionHeadOptions)}.{nameof(ProjectionHeadOptions.OutputDimension)} = {teacher.Dimension}.",
                nameof(student));
        }

        (_student, _teacher) = (student, teacher);
    }

    /// <inheritdoc/>
    public nn.Module Module => _student;

    /// <inheritdoc/>
    public Encoder Encoder => _student.Encoder;

    /// <inheritdoc/>
    public ProjectionHead ProjectionHead => _student.ProjectionHead;

    /// <summary>The teacher: a run resumes only with the same one.</summary>
    public string Teacher => _teacher.ModelId;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object> Parts => new Dictionary<string, object>
    {
        ["encoder"] = _student.Encoder,
        ["projectionHead"] = _student.ProjectionHead,
    };

    /// <inheritdoc/>
    public IEnumerable<TaskProblem> Problems(IReadOnlyList<ViewGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (ViewGroup group in groups)
            if (ModelShapes.Problem(_student, group.Shape) is { } problem)
                yield return problem;
    }

    /// <summary>Images that the teacher was not asked about.</summary>
    /// <inheritdoc/>
    public IEnumerable<TaskProblem> Problems(IImageSource images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count != _teacher.Count)
        {
            yield return new TaskProblem($"The teacher was asked about {_teacher.Count} images, but there are {images.Count} to train on.")
            {
                IsOfViews = true,
            };
        }
    }

    /// <summary>Predictions beside their targets.</summary>
    /// <returns>[V*n, 2D]: D predicted values, which are in the graph, and D of the teacher's.</returns>
    /// <inheritdoc/>
    public Tensor Embed(TrainingBatch batch, int group, Device device)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using DisposeScope scope = NewDisposeScope();
        Tensor predictions = _student.call(batch.ToTensor(group, device)).Embedding; // [V*n, D]
        Tensor targets = _teacher.Rows(batch.Indices, device).to(predictions.dtype).repeat(batch.Groups[group].Views, 1); // [V*n, D]
        return cat([predictions, targets], 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Loss(EmbeddingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] halves = batch.Values.chunk(2, 1); // [V*N, D] each
        return nn.functional.cosine_similarity(halves[0], halves[1], dim: 1).neg().add(Scalars.One, Scalars.One).mean().MoveToOuterDisposeScope();
    }

    /// <summary>The spread of the predictions, which shows a collapse.</summary>
    /// <inheritdoc/>
    public void Measure(EmbeddingBatch batch, MetricSink metrics)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(metrics);
        using DisposeScope scope = NewDisposeScope();
        metrics.Add(MetricNames.EmbeddingDeviation, EmbeddingDeviation.Compute(batch.Values.chunk(2, 1)[0]));
    }

    /// <summary>The name of the loss.</summary>
    public override string ToString() => "cosine distance to the teacher";
}
