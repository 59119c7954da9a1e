using SimClr.Core.Samples.Cifar10;
using SimClr.Core.Samples.CommandLine;

return new Cifar10Command(options => SampleJob.Run(new Cifar10Run(options, Console.Out).Run)).Invoke(args, Console.Error);
