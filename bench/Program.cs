using System.CommandLine;
using SimClr.Core.Benchmarks.Augmentation;
using SimClr.Core.Benchmarks.Curation;
using SimClr.Core.Benchmarks.Distributed;
using SimClr.Core.Benchmarks.Inference;
using SimClr.Core.Benchmarks.Loss;
using SimClr.Core.Benchmarks.Map;
using SimClr.Core.Benchmarks.MixedPrecision;
using SimClr.Core.Benchmarks.Recipes;
using SimClr.Core.Benchmarks.Step;
using SimClr.Core.Benchmarks.Training;
using SimClr.Core.Numerics;

// Before any command loads libtorch.
if (args.Contains(BusyMeasurement.Untuned))
    AppContext.SetSwitch(OpenMPTuning.SwitchName, false);
OpenMPTuning.EnsureApplied();
RootCommand root = new("Measures SimClr.Core on this machine. Ratios travel, absolute times do not.");
root.Subcommands.Add(AugmentationBenchmark.CreateCommand());
root.Subcommands.Add(LossBenchmark.CreateCommand());
root.Subcommands.Add(LossMeasurement.CreateCommand());
root.Subcommands.Add(LargeBatchBenchmark.CreateCommand());
root.Subcommands.Add(LargeBatchMeasurement.CreateCommand());
root.Subcommands.Add(StepBenchmark.CreateCommand());
root.Subcommands.Add(StepMeasurement.CreateCommand());
root.Subcommands.Add(BusyBenchmark.CreateCommand());
foreach (Command command in BusyMeasurement.CreateCommands())
    root.Subcommands.Add(command);
root.Subcommands.Add(EndToEndBenchmark.CreateCommand());
root.Subcommands.Add(EndToEndMeasurement.CreateCommand());
root.Subcommands.Add(PrecisionBenchmark.CreateCommand());
root.Subcommands.Add(RecipeBenchmark.CreateCommand());
root.Subcommands.Add(GradientBenchmark.CreateCommand());
root.Subcommands.Add(ScalingBenchmark.CreateCommand());
root.Subcommands.Add(InferenceBenchmark.CreateCommand());
root.Subcommands.Add(InferenceMeasurement.CreateCommand());
root.Subcommands.Add(NeighborBenchmark.CreateCommand());
root.Subcommands.Add(InspectionBenchmark.CreateCommand());
root.Subcommands.Add(DuplicateBenchmark.CreateCommand());
root.Subcommands.Add(LeakBenchmark.CreateCommand());
root.Subcommands.Add(SelectionBenchmark.CreateCommand());
root.Subcommands.Add(LabelBenchmark.CreateCommand());
root.Subcommands.Add(IssueBenchmark.CreateCommand());
root.Subcommands.Add(MapBenchmark.CreateCommand());
root.Subcommands.Add(MapMeasurement.CreateCommand());
return root.Parse(args).Invoke();
