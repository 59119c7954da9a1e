using Microsoft.Extensions.Logging;
using TorchSharp.Modules;

namespace SimClr.Core.Training.Callbacks;

/// <summary>Warns once, in the first step, of trainable parameters that the loss does not reach: they would never learn.</summary>
internal sealed class MissingGradients : TrainingCallback
{
    private const int NamesInMessage = 3;

    private bool _hasLooked;

    public override void BeforeUpdate(TrainingContext run)
    {
        if (_hasLooked)
            return;
        _hasLooked = true;
        string[] missing = [.. run.Task.Module.named_parameters().Where(item => HasNone(item.parameter)).Select(item => item.name)];
        if (missing.Length > 0)
        {
            run.Logger.LogWarning(
                "{Count} trainable parameters got no gradient in step {Step}, so they do not learn: {Names}. "
                + "Freeze them (requires_grad = false), or let the loss depend on them",
                missing.Length,
                run.Step + 1,
                string.Join(", ", missing.Take(NamesInMessage)) + (missing.Length > NamesInMessage ? ", ..." : ""));
        }
    }

    private static bool HasNone(Parameter parameter) => parameter.requires_grad && parameter.grad is null;
}
