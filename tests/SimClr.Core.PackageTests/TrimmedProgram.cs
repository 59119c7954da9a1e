namespace SimClr.Core.PackageTests;

/// <summary>A program that trains three short runs with checkpoints, or goes on with them, perhaps by other options.</summary>
internal static class TrimmedProgram
{
    /// <summary>Takes a folder for the checkpoints, and "other" for options that its runs were not begun with.</summary>
    public const string Text = """
        using SimClr.Core;
        using SimClr.Core.Augmentation;
        using SimClr.Core.Data;
        using SimClr.Core.Models;
        using SimClr.Core.Randomness;
        using SimClr.Core.Training;

        bool other = args is [_, "other"];
        foreach (string optimizer in (string[])["lars", "sgd", "adam"])
        {
            SimClrBuilder builder = new SimClrBuilder()
                .UseImages(new SyntheticSource(new SyntheticOptions { Count = 8, Size = 8 }))
                .UseAugmentations(a => a
                    .RandomResizedCrop(8)
                    .Then(new RandomGain(0.8, other ? 5 : 1.2))
                    .Then(new Shift { Amount = other ? 0.2 : 0.1 }))
                .UseEncoder(ResNetDepth.ResNet10, o => { o.Stem = ResNetStem.Cifar; o.WidthMultiplier = 0.0625; })
                .UseProjectionHead(o => o.OutputDimension = other ? 8 : 4)
                .UseNtXentLoss(other ? 0.25 : 0.5)
                .UseCheckpoints(Path.Combine(args[0], optimizer), o => o.Resume = ResumeMode.IfPresent)
                .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Seed) = (1, 4, other ? 2 : 1));
            builder = optimizer switch
            {
                "lars" => builder.UseLars(o => o.Momentum = other ? 0.8 : 0.9),
                "sgd" => builder.UseSgd(o => o.Momentum = other ? 0.8 : 0.9),
                _ => builder.UseAdam(o => o.WeightDecay = other ? 1e-4 : 1e-6),
            };
            using SimClrPipeline simclr = builder.Build();
            try
            {
                bool resumes = Directory.Exists(Path.Combine(args[0], optimizer));
                Console.WriteLine($"{optimizer}: {simclr.Train().Steps} steps, {(resumes ? "resumed" : "begun")}");
            }
            catch (CheckpointException refusal)
            {
                Console.WriteLine($"{optimizer}: refused\n{string.Join('\n', refusal.Differences)}");
            }
        }

        internal sealed class RandomGain(double low, double high) : IAugmentation
        {
            public void Apply(View view, RandomStream random)
            {
                float gain = (float)random.Uniform(low, high);
                foreach (ref float value in view.Pixels)
                    value = Math.Clamp(value * gain, 0, 1);
            }
        }

        // Its property is read by the description alone.
        internal sealed class Shift : IAugmentation
        {
            private double _amount;

            public double Amount { get => _amount; init => _amount = value; }

            public void Apply(View view, RandomStream random)
            {
                foreach (ref float value in view.Pixels)
                    value = Math.Min(1, value + (float)_amount);
            }
        }
        """;
}
