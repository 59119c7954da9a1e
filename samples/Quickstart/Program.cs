using SimClr.Core.Samples.Quickstart;

return new QuickstartCommand(QuickstartApplication.Run).Invoke(args, Console.Error);
