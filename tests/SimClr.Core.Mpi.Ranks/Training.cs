using System.Diagnostics;
using System.Globalization;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Interop;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Ranks;

/// <summary>A short training run; rank 0 says its losses and writes its weights.</summary>
internal static class Training
{
    /// <param name="collective">The ranks.</param>
    /// <param name="arguments">
    /// WEIGHTS: a file for them. Then any of checkpoints=DIR, batch=N, micro=N, width=N, lr=X, rounded, side=N, images=N, epochs=N, threads=N, bf16,
    /// die=RANK:STEP:MILLISECONDS, which kills that rank so long after that step.
    /// </param>
    /// <param name="token">Cancels.</param>
    public static int Run(ICollective collective, string[] arguments, CancellationToken token)
    {
        Dictionary<string, string> settings = arguments.Skip(1).Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "");
        int Number(string name, int otherwise) => settings.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        set_num_threads(Number("threads", 1));
        int side = Number("side", 16);
        using ResNetEncoder encoder = new(
            ResNetDepth.ResNet18, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = Number("width", 16) / 64.0 }, seed: 1);
        using MlpProjectionHead head = new(encoder.FeatureDimension, new ProjectionHeadOptions { OutputDimension = 64 }, seed: 1);
        using SimClrModel model = new(encoder, head);
        if (settings.ContainsKey("rounded"))
            Round(model);
        using NtXentLoss loss = new(0.5);
        double rate = double.Parse(settings.GetValueOrDefault("lr", "0.005"), CultureInfo.InvariantCulture);
        using optim.Optimizer optimizer = new LarsOptimizer(ParameterGroups.Split(model), new LarsOptions { LearningRate = rate }, Number("batch", 32));
        List<string> losses = [];
        ContrastiveTrainer trainer = new(model, loss, optimizer, new TrainingOptions
        {
            Epochs = Number("epochs", 5),
            BatchSize = Number("batch", 32),
            MicroBatchSize = settings.ContainsKey("micro") ? Number("micro", 0) : null,
            Workers = Number("threads", 1),
            LogEverySteps = 1,
            Seed = 5,
        })
        {
            Collective = collective,
            Distributed = new DistributedOptions { ExchangeInBFloat16 = settings.ContainsKey("bf16") },
            Callbacks = [new Losses(losses), new Death(collective.Rank, settings.GetValueOrDefault("die"))],
            Checkpoints = settings.TryGetValue("checkpoints", out string? folder)
                ? new CheckpointOptions { Folder = folder, EverySteps = 1, Keep = 2, Resume = ResumeMode.IfPresent }
                : null,
        };
        TrainingResult result = trainer.Train(
            new SyntheticSource(new SyntheticOptions { Count = Number("images", 64), Size = side }), new ViewGenerator(3, SimClrAugmentations.Cifar(side)), cancellationToken: token);
        if (collective.Rank == 0)
        {
            SafeTensorsFile.Write(arguments[0], model.state_dict().ToDictionary());
            Console.WriteLine($"losses {string.Join(' ', losses)}");
            Console.WriteLine(FormattableString.Invariant($"steps {result.Steps} views/s {result.ViewsPerSecond:0.0}"));
        }

        return result.Canceled ? 5 : 0;
    }

    // The last bit of every weight, which is what another order of sums may change.
    private static void Round(SimClrModel model)
    {
        using IDisposable mode = no_grad();
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
            parameter.mul_(1 + Math.Pow(2, -23));
    }

    private sealed class Losses(List<string> all) : TrainingCallback
    {
        public override void OnStepCompleted(TrainingContext run)
        {
            if (run.Report is { } report)
                all.Add(report.Metrics[MetricNames.Loss].ToString("R", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Kills a rank at a moment that it does not know of.</summary>
    private sealed class Death : TrainingCallback
    {
        private readonly long? _step;
        private readonly int _milliseconds;

        public Death(int rank, string? when)
        {
            int[] parts = [.. (when ?? "-1:0:0").Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            _step = parts[0] == rank ? parts[1] : null;
            _milliseconds = parts[2];
        }

        public override void AfterStep(TrainingContext run)
        {
            if (run.Step == _step)
                new Thread(() =>
                {
                    Thread.Sleep(_milliseconds);
                    Process.GetCurrentProcess().Kill();
                }).Start();
        }
    }
}
