using SimClr.Core.Samples.CommandLine;
using SimClr.Core.Samples.Quickstart;

return new QuickstartCommand(options => SampleJob.Run((ranks, output, stop) => new QuickstartRun(options, output, ranks).Run(stop))).Invoke(args, Console.Error);
