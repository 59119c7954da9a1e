using System.Text.Json.Nodes;
using SimClr.Core.Distributed;
using SimClr.Core.Tensors;
using SimClr.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Ranks;

/// <summary>Makes sure, before the first step, that all ranks train the same.</summary>
internal static class RankStart
{
    /// <summary>Compares what the ranks are about to train.</summary>
    /// <exception cref="InvalidOperationException">They differ; thrown on every rank, with the differences.</exception>
    public static void RequireSameRun(TrainingRun run)
    {
        if (!run.Ranks.AreSeveral)
            return;
        IReadOnlyList<string> all = run.Ranks.Texts(RunDescription.Of(run.Setup, run.Plan.MicroBatchSize).ToJsonString());
        JsonNode first = JsonNode.Parse(all[0])!;
        for (int rank = 1; rank < all.Count; rank++)
        {
            string[] differences = [.. JsonDifferences.Between(first, JsonNode.Parse(all[rank]))
                .Select(difference => $"{difference.Path}: {difference.Saved ?? "none"} on rank 0, {difference.Current ?? "none"} on rank {rank}")];
            if (differences.Length > 0)
                throw new InvalidOperationException($"The ranks must train the same, with the same options and images. {string.Join("; ", differences)}.");
        }
    }

    /// <summary>Gives every rank the weights and statistics of rank 0.</summary>
    /// <exception cref="InvalidOperationException">The ranks have not come equally far: they do not see the same checkpoints.</exception>
    public static void Synchronize(TrainingRun run)
    {
        if (!run.Ranks.AreSeveral)
            return;
        IReadOnlyList<string> steps = run.Ranks.Texts($"{run.Steps}");
        if (steps.Distinct().Count() > 1)
        {
            throw new InvalidOperationException(
                $"The ranks would go on from different checkpoints, after {string.Join(", ", steps)} steps: "
                + "the folder of checkpoints must be the same for all of them, on a shared file system.");
        }

        ICollective ranks = run.Setup.Collective;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        foreach (Tensor tensor in run.Setup.Task.Module.state_dict().Values)
        {
            using DisposeScope each = NewDisposeScope();
            Tensor values = tensor.detach().cpu().contiguous();
            ranks.Broadcast(values);
            if (ranks.Rank > 0)
                tensor.copy_(values);
        }
    }

    /// <summary>Replaces the running statistics of all batch norms by their means over the ranks.</summary>
    public static void AverageStatistics(nn.Module module, ICollective ranks)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        foreach (Tensor buffer in module.buffers().Where(buffer => buffer.is_floating_point()))
        {
            Tensor sum = buffer.detach().to(ScalarType.Float64).cpu().contiguous();
            ranks.AllReduce(sum);
            buffer.copy_(sum.div_(Numerics.Scalars.Of(ranks.Size)));
        }
    }
}
