using SimClr.Core.Samples.CommandLine;
using SimClr.Core.Samples.Quickstart;

return new QuickstartCommand(options => SampleJob.Run(new QuickstartRun(options, Console.Out).Run)).Invoke(args, Console.Error);
