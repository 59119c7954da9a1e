using SimClr.Tool.CommandLine;

return ToolRun.Of(args, Console.Out, Console.Error);
