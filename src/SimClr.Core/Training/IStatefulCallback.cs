using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>A <see cref="TrainingCallback"/> whose state a checkpoint holds, so that a run that resumes goes on exactly.</summary>
public interface IStatefulCallback
{
    /// <summary>Tells the state from that of the run's other callbacks; part of the names in the checkpoint, such as <c>ema</c>.</summary>
    string StateName { get; }

    /// <summary>
    /// All that one step or epoch remembers for the next, by name; the same names all through the run. Borrowed: it is copied.
    /// </summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Makes the state as it is before the first step. A checkpoint is then compared with it, and loaded if there is one.</summary>
    void Prepare(TrainingContext run);

    /// <summary>Takes copies of a saved state.</summary>
    /// <param name="state">On the CPU, with the names, types and shapes of <see cref="State"/>; borrowed.</param>
    void LoadState(IReadOnlyDictionary<string, Tensor> state);
}
