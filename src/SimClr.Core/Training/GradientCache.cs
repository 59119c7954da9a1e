using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// The gradient of a loss over a whole batch, with the memory of one micro-batch (Gao, Zhang, Han, Callan 2021): embed all micro-batches,
/// take the loss and its gradient over all embeddings, then send each micro-batch's part of the gradient back through the network.
/// </summary>
/// <remarks>
/// Takes its micro-batches in <see cref="MicroBatchOrder"/>: only the first keeps its graph; the others go through before it without one,
/// and again after it. So an ordinary step is the case of one micro-batch. Exact for everything but batch norm, which sees micro-batches.
/// Both passes see the same views, the same random draws of modules such as dropout, and the same buffers; running statistics are updated
/// once, in the order of the micro-batches. Must be used within one dispose scope.
/// </remarks>
/// <param name="task">What is trained.</param>
/// <param name="views">Gives the micro-batches in <see cref="MicroBatchOrder"/>.</param>
/// <param name="microBatches">Their number.</param>
/// <param name="keepsRepresentations">Whether <see cref="Representations"/> is wanted; the task then has an encoder.</param>
internal sealed class GradientCache(
    ITrainingTask task, IEnumerator<TrainingBatch> views, int microBatches, bool keepsRepresentations = false) : IDisposable
{
    private readonly Device _device = task.Module.parameters().First().device;
    private readonly Queue<Tensor> _randomStates = new();
    private readonly Queue<IReadOnlyList<int>> _images = new();
    private Tensor? _graph;

    /// <summary>What the encoder gave for the embedded batch, h [V*N, F] without a graph, with the labels; null where it is not wanted.</summary>
    public EmbeddingBatch? Representations { get; private set; }

    /// <summary>Embeds the whole batch.</summary>
    /// <returns>Embeddings [V*N, D], a leaf that wants a gradient, with the images' labels.</returns>
    public EmbeddingBatch Embed()
    {
        using RepresentationTap? tap = keepsRepresentations ? new RepresentationTap(task.Encoder!) : null;
        List<MicroBatch> others = EmbedOthers(tap);
        MicroBatch first = Forward(tap);
        _graph = first.Embeddings; // [V*n, D]
        if (!_graph.requires_grad)
        {
            throw new InvalidOperationException(
                "The embeddings depend on no parameter that requires a gradient: in training mode, encoder and head must not detach them all.");
        }

        _randomStates.Enqueue(random.get_rng_state());
        MicroBatch[] all = [first, .. others];
        EmbeddingBatch batch = EmbeddingRows.Join(all, _device);
        if (tap is not null)
            Representations = new(EmbeddingRows.Join([.. all.Select(part => part.Representations!)], batch.Views), batch.Views, batch.Labels);
        return batch;
    }

    /// <summary>Adds the gradient of the whole batch to the parameters' gradients.</summary>
    /// <param name="gradient">Of the loss by the embeddings, [V*N, D].</param>
    /// <param name="listen">Called before the last pass, and its result disposed after it; null: nobody listens.</param>
    public void Backward(Tensor gradient, Func<IDisposable>? listen = null)
    {
        long start = 0;
        for (int micro = 0; micro < microBatches; micro++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor z = micro == 0 ? _graph! : ForwardAgain(); // [V*n, D]
            int images = views.Current.Indices.Count;
            // With views of several shapes a weight has several gradients.
            using IDisposable? listening = micro == microBatches - 1 && views.Current.Groups.Count == 1 ? listen?.Invoke() : null;
            z.backward([EmbeddingRows.Part(gradient, start, images, views.Current.Views)]);
            start += images;
            using Tensor state = _randomStates.Dequeue();
            random.set_rng_state(state);
        }
    }

    public void Dispose()
    {
        foreach (Tensor state in _randomStates)
            state.Dispose();
    }

    private List<MicroBatch> EmbedOthers(RepresentationTap? tap)
    {
        List<MicroBatch> embeddings = [];
        if (microBatches == 1)
            return embeddings;
        using IDisposable noGradient = no_grad();
        ModuleBuffers buffers = new(task.Module);
        for (int micro = 1; micro < microBatches; micro++)
        {
            _randomStates.Enqueue(random.get_rng_state());
            embeddings.Add(Forward(tap));
            _images.Enqueue(views.Current.Indices);
        }

        buffers.Restore();
        return embeddings;
    }

    private Tensor ForwardAgain()
    {
        Tensor z = Forward(tap: null).Embeddings;
        // An image that broke just now was replaced by another, to which the gradient does not belong.
        if (!views.Current.Indices.SequenceEqual(_images.Dequeue()))
        {
            throw new ViewGenerationException(
                "An image became unreadable between the two passes of its micro-batch; go on from the last checkpoint, without it.");
        }

        return z;
    }

    private MicroBatch Forward(RepresentationTap? tap)
    {
        if (!views.MoveNext())
            throw new InvalidOperationException("The views ended in the middle of a step.");
        TrainingBatch batch = views.Current;
        Tensor[] groups = [.. Enumerable.Range(0, batch.Groups.Count).Select(group => Embed(batch, group))]; // [V*n, D] each
        Tensor? representations = tap?.Take((long)batch.Views * batch.Indices.Count); // [V*n, F]
        return new MicroBatch(groups.Length == 1 ? groups[0] : cat(groups), batch.Views, batch.Labels.ToArray(), representations);
    }

    // What a task leaves behind must not pile up over the micro-batches.
    private Tensor Embed(TrainingBatch batch, int group)
    {
        using DisposeScope scope = NewDisposeScope();
        return task.Embed(batch, group, _device).MoveToOuterDisposeScope();
    }
}
