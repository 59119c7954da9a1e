using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models.Synchronization;
using SimClr.Core.Training.Ranks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>One optimizer step on one batch of views (paper, algorithm 1), in one micro-batch or several.</summary>
internal sealed class TrainingStep(TrainingRun run, CallbackList callbacks)
{
    private readonly ITrainingTask _task = run.Setup.Task;
    private readonly optim.Optimizer _optimizer = run.Setup.Optimizer;
    private readonly Parameter[] _parameters = [.. run.Setup.Task.Module.parameters().Where(parameter => parameter.requires_grad)];

    private readonly GradientSum? _sum = run.Ranks.AreSeveral
        ? new GradientSum(run.Setup.Task.Module.parameters().Where(parameter => parameter.requires_grad), run.Setup.Collective, run.Setup.Distributed)
        : null;

    private readonly bool _averagesStatistics = run.Ranks.AreSeveral
        && (!run.Setup.Distributed.SynchronizeBatchNorm || SynchronizedBatchNorm.IsIncomplete(run.Setup.Task.Module));

    /// <summary>Updates the module.</summary>
    /// <param name="views">Gives the micro-batches of this step, in <see cref="MicroBatchOrder"/>.</param>
    /// <param name="microBatches">Number of micro-batches.</param>
    /// <returns>The loss, on the module's device; owned by the caller.</returns>
    public Tensor Run(IEnumerator<TrainingBatch> views, int microBatches)
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        using GradientCache cache = new(_task, views, microBatches, run.KeepsRepresentations);
        EmbeddingBatch batch = run.Ranks.Gather(cache.Embed()); // a leaf, [V*N, D]
        Tensor loss = _task.Loss(batch);
        if (loss.NumberOfElements != 1 || !loss.requires_grad)
            throw new InvalidOperationException(Refusal(loss));
        loss.backward();
        cache.Backward(run.Ranks.OwnPart(batch.Values.grad ?? throw new InvalidOperationException(Refusal(loss)), batch.Views), _sum is null ? null : _sum.Listen);
        _sum?.Run();
        (run.Loss, run.Representations) = (loss.detach(), cache.Representations is { } own ? run.Ranks.Gather(own) : null);
        Measure(batch);
        callbacks.BeforeUpdate();
        _optimizer.step();
        // Else each rank would go its own way, and a checkpoint would hold those of the first.
        if (_averagesStatistics)
            RankStart.AverageStatistics(_task.Module, run.Setup.Collective);
        (run.Loss, run.Representations) = (null, null);
        return loss.detach().MoveToOuterDisposeScope();
    }

    private void Measure(EmbeddingBatch batch)
    {
        if (run.IsMeasured)
            _task.Measure(batch.With(batch.Values.detach()), run.Sink);
        if (run.Setup.Options.GradientClipNorm is { } limit)
            run.Sink.Add(MetricNames.GradientNorm, nn.utils.clip_grad_norm_(_parameters, limit));
        else if (run.IsMeasured)
            run.Sink.Add(MetricNames.GradientNorm, GradientNorm());
    }

    private Tensor GradientNorm()
    {
        using IDisposable mode = no_grad();
        return stack([.. _parameters.Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => gradient.norm())]).norm();
    }

    private string Refusal(Tensor loss) => loss.NumberOfElements != 1
        ? $"The loss {_task} gives [{string.Join(", ", loss.shape)}]; expected one number for the whole batch."
        : $"The loss {_task} does not depend on its inputs, so there is no gradient: it must not detach them.";
}
