using SimClr.Core.Samples.Pretraining;
using SimClr.Core.Samples.Quickstart;

return new QuickstartCommand(options => PretrainingApplication.Run(new QuickstartSample(options))).Invoke(args, Console.Error);
