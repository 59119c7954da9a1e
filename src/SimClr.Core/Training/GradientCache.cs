using SimClr.Core.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// The gradient of a loss over a whole batch, with the memory of one micro-batch (Gao, Zhang, Han, Callan 2021): embed all micro-batches
/// without a graph, take the loss and its gradient over all embeddings, then send each micro-batch through again and its part of the gradient back.
/// </summary>
/// <remarks>
/// Exact for everything but batch norm, which sees micro-batches. Both passes see the same views, the same random draws of modules such as
/// dropout, and the same buffers; running statistics are updated once. A batch of one micro-batch goes through once, its graph is kept.
/// Must be used within one dispose scope.
/// </remarks>
internal sealed class GradientCache(SimClrModel model, IEnumerator<ViewBatch> views, int microBatches) : IDisposable
{
    private readonly Device _device = model.parameters().First().device;
    private readonly List<Tensor> _randomStates = [];
    private Tensor? _graph;

    /// <summary>Embeds the whole batch.</summary>
    /// <returns>z1 and z2, [N, D] each: leaves that want a gradient.</returns>
    public (Tensor First, Tensor Second) Embed()
    {
        if (microBatches == 1)
        {
            _graph = Forward(); // z: [2N, D]
            return Leaves([_graph]);
        }

        using IDisposable noGradient = no_grad();
        Buffers buffers = new(model);
        List<Tensor> embeddings = [];
        for (int micro = 0; micro < microBatches; micro++)
        {
            _randomStates.Add(random.get_rng_state());
            embeddings.Add(Forward()); // z: [2n, D]
        }

        buffers.Restore();
        return Leaves(embeddings);
    }

    /// <summary>Adds the gradient of the whole batch to the parameters' gradients.</summary>
    /// <param name="first">Gradient by z1, [N, D].</param>
    /// <param name="second">Gradient by z2, [N, D].</param>
    public void Backward(Tensor first, Tensor second)
    {
        long start = 0;
        for (int micro = 0; micro < microBatches; micro++)
        {
            if (_graph is null)
                random.set_rng_state(_randomStates[micro]);
            using DisposeScope scope = NewDisposeScope();
            Tensor z = _graph ?? Forward(); // [2n, D]
            long size = z.shape[0] / 2;
            z.backward([cat([first.narrow(0, start, size), second.narrow(0, start, size)])]);
            start += size;
        }
    }

    public void Dispose()
    {
        foreach (Tensor state in _randomStates)
            state.Dispose();
    }

    private Tensor Forward()
    {
        if (!views.MoveNext())
            throw new InvalidOperationException("The views ended in the middle of a step.");
        using DisposeScope scope = NewDisposeScope();
        return model.call(views.Current.ToTensor(_device)).Embedding.MoveToOuterDisposeScope();
    }

    private static (Tensor First, Tensor Second) Leaves(List<Tensor> embeddings)
    {
        Tensor[][] halves = [.. embeddings.Select(z => z.detach().chunk(2))]; // [n, D] each
        return (Leaf(halves.Select(half => half[0])), Leaf(halves.Select(half => half[1])));

        static Tensor Leaf(IEnumerable<Tensor> parts) => cat([.. parts]).requires_grad_(true);
    }

    /// <summary>A copy of the module's buffers, so that the first of two passes leaves no trace in running statistics.</summary>
    private sealed class Buffers(nn.Module module)
    {
        private readonly (Tensor Buffer, Tensor Copy)[] _copies = [.. module.buffers().Select(buffer => (buffer, buffer.clone()))];

        public void Restore()
        {
            foreach ((Tensor buffer, Tensor copy) in _copies)
                buffer.copy_(copy);
        }
    }
}
