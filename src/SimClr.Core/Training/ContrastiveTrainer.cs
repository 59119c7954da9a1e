using SimClr.Core.Losses;
using SimClr.Core.Models;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// Pretrains a model with a contrastive loss (paper, algorithm 1): a <see cref="Trainer"/> of a <see cref="ContrastiveTask"/>.
/// </summary>
public sealed class ContrastiveTrainer : Trainer
{
    /// <summary>Creates a trainer.</summary>
    /// <param name="model">Trained in place.</param>
    /// <param name="loss">The loss over the embeddings of all views.</param>
    /// <param name="optimizer">
    /// Any of torch's, or <see cref="Optimization.LarsOptimizer"/>; made after the model was moved to its device.
    /// </param>
    /// <param name="options">Defaults if null; copied.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public ContrastiveTrainer(SimClrModel model, ContrastiveLoss loss, optim.Optimizer optimizer, TrainingOptions? options = null)
        : base(new ContrastiveTask(model, loss), optimizer, options)
    {
    }
}
