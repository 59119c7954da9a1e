using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// The gradient of a loss over a whole batch, with the memory of one micro-batch (Gao, Zhang, Han, Callan 2021): embed all micro-batches,
/// take the loss and its gradient over all embeddings, then send each micro-batch's part of the gradient back through the network.
/// </summary>
/// <remarks>
/// Only the first micro-batch keeps its graph; the others go through before it without one, and again after it. So an ordinary step is the
/// case of one micro-batch. Exact for everything but batch norm, which sees micro-batches. Both passes see the same views, the same random
/// draws of modules such as dropout, and the same buffers; running statistics are updated once, in the order of the micro-batches. Must be
/// used within one dispose scope.
/// </remarks>
internal sealed class GradientCache(SimClrModel model, IEnumerator<TrainingBatch> views, int microBatches) : IDisposable
{
    private readonly Device _device = model.parameters().First().device;
    private readonly Queue<Tensor> _randomStates = new();
    private readonly Queue<IReadOnlyList<int>> _images = new();
    private Tensor? _graph;

    /// <summary>The order in which a step takes its micro-batches' views: all but the first, then all.</summary>
    public static IEnumerable<T> Passes<T>(IReadOnlyCollection<T> microBatches) => microBatches.Skip(1).Concat(microBatches);

    /// <summary>Embeds the whole batch.</summary>
    /// <returns>z1 and z2, [N, D] each: leaves that want a gradient.</returns>
    public (Tensor First, Tensor Second) Embed()
    {
        List<Tensor> others = EmbedOthers();
        _graph = Forward(); // z: [2n, D]
        if (!_graph.requires_grad)
        {
            throw new InvalidOperationException(
                "The embeddings depend on no parameter that requires a gradient: "
                + "in training mode, encoder and projection head must not detach them all.");
        }

        _randomStates.Enqueue(random.get_rng_state());
        Tensor[][] halves = [.. others.Prepend(_graph).Select(z => z.detach().chunk(2))]; // [n, D] each
        return (Leaf(halves.Select(half => half[0])), Leaf(halves.Select(half => half[1])));

        static Tensor Leaf(IEnumerable<Tensor> parts) => cat([.. parts]).requires_grad_(true);
    }

    /// <summary>Adds the gradient of the whole batch to the parameters' gradients.</summary>
    /// <param name="first">Gradient by z1, [N, D].</param>
    /// <param name="second">Gradient by z2, [N, D].</param>
    public void Backward(Tensor first, Tensor second)
    {
        long start = 0;
        for (int micro = 0; micro < microBatches; micro++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor z = micro == 0 ? _graph! : ForwardAgain(); // [2n, D]
            long size = z.shape[0] / 2;
            z.backward([cat([first.narrow(0, start, size), second.narrow(0, start, size)])]);
            start += size;
            using Tensor state = _randomStates.Dequeue();
            random.set_rng_state(state);
        }
    }

    public void Dispose()
    {
        foreach (Tensor state in _randomStates)
            state.Dispose();
    }

    private List<Tensor> EmbedOthers()
    {
        List<Tensor> embeddings = [];
        if (microBatches == 1)
            return embeddings;
        using IDisposable noGradient = no_grad();
        ModuleBuffers buffers = new(model);
        for (int micro = 1; micro < microBatches; micro++)
        {
            _randomStates.Enqueue(random.get_rng_state());
            embeddings.Add(Forward()); // z: [2n, D]
            _images.Enqueue(views.Current.Indices);
        }

        buffers.Restore();
        return embeddings;
    }

    private Tensor ForwardAgain()
    {
        Tensor z = Forward();
        // An image that broke just now was replaced by another, to which the gradient does not belong.
        if (!views.Current.Indices.SequenceEqual(_images.Dequeue()))
        {
            throw new ViewGenerationException(
                "An image became unreadable between the two passes of its micro-batch; go on from the last checkpoint, without it.");
        }

        return z;
    }

    private Tensor Forward()
    {
        if (!views.MoveNext())
            throw new InvalidOperationException("The views ended in the middle of a step.");
        using DisposeScope scope = NewDisposeScope();
        return model.call(views.Current.ToTensor(0, _device)).Embedding.MoveToOuterDisposeScope();
    }
}
