using Microsoft.Extensions.Options;
using SimClr.Core;
using SimClr.Core.Interop;
using SimClr.Core.Training;

namespace SimClrService;

/// <summary>Trains once, writes the encoder, and ends the host. The exit code is 1 if it failed.</summary>
internal sealed class PretrainingService(
    ISimClrPipelineFactory pipelines,
    PretrainingOptions options,
    IHostApplicationLifetime lifetime,
    ILogger<PretrainingService> logger) : BackgroundService
{
    // A run takes hours, so it gets a thread of its own instead of one of the pool's.
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stoppingToken)
    {
        try
        {
            Train(stoppingToken);
        }
        catch (OptionsValidationException mistakes)
        {
            logger.LogCritical("The configuration has mistakes:\n{Mistakes}", string.Join('\n', mistakes.Failures));
            Environment.ExitCode = 1;
        }
        catch (Exception failure)
        {
            logger.LogCritical(failure, "The training failed.");
            Environment.ExitCode = 1;
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private void Train(CancellationToken stoppingToken)
    {
        using SimClrPipeline simclr = pipelines.Create();
        TrainingResult result = simclr.Train(cancellationToken: stoppingToken);   // resumes from a checkpoint if there is one
        if (result.Canceled)
        {
            logger.LogInformation("Stopped after {Steps} steps, with a checkpoint. The next start continues the run.", result.Steps);
            return;
        }

        simclr.Encoder.SaveWeights(options.Weights);
        logger.LogInformation("Trained {Steps} steps. Encoder: {Weights}", result.Steps, options.Weights);
    }
}
