using SimClr.Core.Samples.Cifar10;
using SimClr.Core.Samples.Pretraining;

return new Cifar10Command(options => PretrainingApplication.Run(new Cifar10Sample(options))).Invoke(args, Console.Error);
