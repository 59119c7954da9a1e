using SimClr.Core.Files;
using SimClr.Core.Interop;
using SimClr.Core.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Writes reports and trust ratios as TensorBoard scalars.</summary>
internal sealed class TensorBoardLog
{
    private readonly SummaryWriter _writer;

    /// <exception cref="IOException">Files cannot be written to the folder; the message names the option.</exception>
    public TensorBoardLog(string folder)
    {
        try
        {
            WritableFolder.Require(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string option = nameof(TrainingOptions.TensorBoardFolder);
            throw new IOException($"{option}: files cannot be written to {folder}; choose another folder. {exception.Message}", exception);
        }

        _writer = utils.tensorboard.SummaryWriter(folder);
    }

    /// <summary>
    /// How far each layer's step is stretched or shortened, where the optimiser is LARS; to be called between gradient and update.
    /// </summary>
    public void WriteTrustRatios(optim.Optimizer optimizer, long step)
    {
        if (optimizer is not LarsOptimizer lars)
            return;
        foreach ((string name, double ratio) in lars.ReadTrustRatios())
            _writer.add_scalar($"lars/trust_ratio/{name}", (float)ratio, checked((int)step));
    }

    public void Write(TrainingProgress report)
    {
        int step = checked((int)report.Step);
        _writer.add_scalar("train/loss", (float)report.Loss, step);
        _writer.add_scalar("train/contrastive_accuracy", (float)report.ContrastiveAccuracy, step);
        _writer.add_scalar("train/learning_rate", (float)report.LearningRate, step);
        _writer.add_scalar("train/views_per_second", (float)report.ViewsPerSecond, step);
        if (report.CompletedEpoch?.KnnAccuracy is { } knn)
            _writer.add_scalar("evaluation/knn_accuracy", (float)knn, step);
    }
}
