using Outside;

(string example, string folder) = (args[0], args.Length > 1 ? args[1] : "");
Action run = example switch
{
    nameof(SupervisedLoss) => SupervisedLossRun.Train,
    nameof(LossMemory) => LossMemory.Print,
    nameof(CentroidLoss) => CentroidLossRun.Train,
    nameof(PatchEncoder) => () => PatchEncoderRun.Train(folder),
    nameof(ExportedEncoder) => () => ExportedEncoderRun.Save(folder),
    nameof(SignDescent) => () => SignDescentRun.Train(folder),
    nameof(WarmRestarts) => WarmRestartsRun.Train,
    nameof(StopWhenStalled) => StopWhenStalledRun.Train,
    nameof(WeightNorm) => () => WeightNormRun.Train(folder),
    nameof(Classification) => () => ClassificationRun.Train(folder, int.Parse(args[2])),
    _ => throw new ArgumentException($"There is no example '{example}'."),
};
run();
