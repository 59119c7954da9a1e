using System.Diagnostics.CodeAnalysis;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// What a <see cref="Trainer"/> trains: a module, how a batch goes through it, and the loss of what comes out. The loop with its
/// checkpoints, callbacks and gradient caching is the same for every task.
/// </summary>
/// <remarks>
/// <see cref="ContrastiveTask"/> is the usual one. A classification is another: its embeddings are the logits, and its loss is the cross
/// entropy with the labels. The trainer borrows the task. <see cref="Embed"/>, <see cref="Loss"/> and <see cref="Measure"/> are called
/// within a dispose scope of the trainer's: tensors that they make on their way may be left to it.
/// </remarks>
// A checkpoint names its options by reflection: trimming must leave them.
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields)]
public interface ITrainingTask
{
    /// <summary>All that is trained and saved; its state dictionary names a checkpoint's tensors.</summary>
    nn.Module Module { get; }

    /// <summary>The encoder inside the module, for callbacks that evaluate representations. Default null: there is none.</summary>
    Encoder? Encoder => null;

    /// <summary>
    /// The projection head on the encoder, for callbacks that evaluate its layers (<see cref="Evaluation.ReadOut.Layers"/>). Default null:
    /// there is none.
    /// </summary>
    ProjectionHead? ProjectionHead => null;

    /// <summary>Images below which a batch teaches nothing and does not count. Default 1; 2 where images are compared.</summary>
    int MinimumBatchSize => 1;

    /// <summary>
    /// Objects whose public options tell this task from another, by name; a run resumes only where they are the same. Default: the module.
    /// </summary>
    IReadOnlyDictionary<string, object> Parts => new Dictionary<string, object> { ["module"] = Module };

    /// <summary>What is wrong with this task for views of these shapes; asked before the first step. Default: nothing.</summary>
    /// <param name="groups">The views of each image, by shape.</param>
    IEnumerable<TaskProblem> Problems(IReadOnlyList<ViewGroup> groups) => [];

    /// <summary>
    /// What is wrong with these images for this task, missing labels say; asked before the first step. Default: nothing.
    /// </summary>
    /// <param name="images">The images to learn from; borrowed.</param>
    IEnumerable<TaskProblem> Problems(IImageSource images) => [];

    /// <summary>Sends one group of a micro-batch's views through the module.</summary>
    /// <param name="batch">n images; borrowed.</param>
    /// <param name="group">Number of the group of views of one shape.</param>
    /// <param name="device">Where the module's parameters are.</param>
    /// <returns>Embeddings [V*n, D], view by view, in the graph; owned by the caller.</returns>
    Tensor Embed(TrainingBatch batch, int group, Device device);

    /// <summary>The loss of a whole batch.</summary>
    /// <param name="batch">The embeddings of all groups, one below the other, [V*N, D]; borrowed.</param>
    /// <returns>One number that depends on the embeddings; owned by the caller.</returns>
    Tensor Loss(EmbeddingBatch batch);

    /// <summary>Adds metrics of a batch, in steps that a report follows. Default: none.</summary>
    /// <param name="batch">The embeddings of all groups, without a graph; borrowed.</param>
    /// <param name="metrics">Takes them.</param>
    void Measure(EmbeddingBatch batch, MetricSink metrics)
    {
    }
}
