using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using SimClr.Core.Training;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Distillation;

/// <summary>
/// Pretraining with a teacher: from a random view of an image, the student finds the teacher's vector of that image among those of the batch
/// and of a bank of other images (contrastive distillation, arXiv 1910.10699).
/// </summary>
/// <remarks>
/// <para>With p the student's prediction from a view of image i and y_j the teacher's vector of image j, both of unit length, the loss is the
/// mean over all views of -log(exp(p·y_i / t) / sum over j of exp(p·y_j / t)), where j goes over the N images of the batch and the B of the
/// bank. It is NT-Xent with the teacher's vector as the other view. An image of the bank of which the teacher says what it says of i (their
/// cosine is above 1 - 1e-5) is no negative of i.</para>
/// <para>The projection head is the predictor, so its output must have the teacher's dimension; the representation is the encoder's h, as
/// after contrastive learning. One view of an image is enough. A teacher that saw labels passes on what it learned from them. The loss holds
/// a matrix of V*N times N + B similarities and its gradient.</para>
/// </remarks>
public sealed class DistillationTask : ITrainingTask
{
    // The same image, or one just like it: cosines of 512 numbers of unit length are exact to about 1e-6.
    private const double Same = 1 - 1e-5;

    private readonly SimClrModel _student;
    private readonly TeacherVectors _teacher;
    private readonly float[] _bank;

    /// <summary>Creates the task.</summary>
    /// <param name="student">Encoder and predictor; borrowed.</param>
    /// <param name="teacher">The targets of the images that will be trained on; borrowed.</param>
    /// <param name="options">Copied; defaults where null.</param>
    /// <exception cref="ArgumentException">The predictor's output has not the teacher's dimension.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public DistillationTask(SimClrModel student, TeacherVectors teacher, DistillationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(teacher);
        options = OptionsGuard.Validate(options ?? new DistillationOptions(), new DistillationOptionsValidator());
        int output = student.ProjectionHead.OutputDimension;
        if (output != teacher.Dimension)
        {
            throw new ArgumentException(
                $"Expected a projection head with {teacher.Dimension} outputs, the length of the teacher's vectors, found {output}: set "
                + $"{nameof(ProjectionHeadOptions)}.{nameof(ProjectionHeadOptions.OutputDimension)} = {teacher.Dimension}.",
                nameof(student));
        }

        (_student, _teacher, Temperature) = (student, teacher, options.Temperature);
        BankSize = Math.Min(options.BankSize, teacher.Count);
        _bank = teacher.Gather([.. Enumerable.Range(0, BankSize).Select(place => (int)((long)place * teacher.Count / BankSize))]);
    }

    /// <summary>t, see <see cref="DistillationOptions.Temperature"/>.</summary>
    public double Temperature { get; }

    /// <summary>B, see <see cref="DistillationOptions.BankSize"/>; at most the number of images.</summary>
    public int BankSize { get; }

    /// <inheritdoc/>
    public nn.Module Module => _student;

    /// <inheritdoc/>
    public Encoder Encoder => _student.Encoder;

    /// <inheritdoc/>
    public ProjectionHead ProjectionHead => _student.ProjectionHead;

    /// <summary>The teacher: a run resumes only with the same one.</summary>
    public string Teacher => _teacher.ModelId;

    /// <summary>2 without a bank: a single image has nothing to be told from.</summary>
    public int MinimumBatchSize => BankSize > 0 ? 1 : 2;

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
        Tensor predictions = Unit(halves[0]), targets = Unit(halves[1].narrow(0, 0, batch.Images)); // one target for each image
        Tensor scores = predictions.mm(targets.t()); // [V*N, N]
        if (BankSize > 0)
            scores = cat([scores, BankScores(predictions, targets, batch.Views)], 1); // [V*N, N + B]
        Tensor images = arange(Scalars.Of(0), Scalars.Of(batch.Images), Scalars.One, ScalarType.Int64, scores.device).repeat(batch.Views);
        return nn.functional.cross_entropy(scores.div(Scalars.Of(Temperature)), images).MoveToOuterDisposeScope();
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
    public override string ToString() => "contrast with the teacher";

    /// <summary>Similarities to the bank, [V*N, B]; minus infinity where an image of the bank is the view's own.</summary>
    private Tensor BankScores(Tensor predictions, Tensor targets, int views)
    {
        Tensor bank = Unit(TensorTransfer.ToTensor(_bank, [BankSize, _teacher.Dimension], predictions.device).to(predictions.dtype)).t(); // [D, B]
        Tensor own = targets.mm(bank).gt(Scalars.Of(Same)).repeat(views, 1);
        return predictions.mm(bank).masked_fill(own, Scalars.Of(double.NegativeInfinity));
    }

    private static Tensor Unit(Tensor rows) => nn.functional.normalize(rows, p: 2, dim: 1);
}
