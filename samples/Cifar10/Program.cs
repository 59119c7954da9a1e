using SimClr.Core.Samples.Cifar10;
using SimClr.Core.Samples.CommandLine;

return new Cifar10Command(options => SampleJob.Run((ranks, output, stop) => new Cifar10Run(options, output, ranks).Run(stop))).Invoke(args, Console.Error);
