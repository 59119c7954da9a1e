// What the tests of SimClr.Core.Mpi start on each rank: SCENARIO [--library NAME] [--timeout SECONDS] [--check].
using System.Globalization;
using SimClr.Core.Mpi;
using SimClr.Core.Mpi.Ranks;

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and int index ? args[index + 1] : null;

MpiOptions options = new() { Library = Value("--library"), CheckCalls = args.Contains("--check") };
if (Value("--timeout") is { } seconds)
    options.TimeoutSeconds = double.Parse(seconds, CultureInfo.InvariantCulture);
try
{
    return MpiProgram.Run(Scenarios.Find(args[0]), options);
}
catch (MpiException exception)
{
    Console.Error.WriteLine($"refused: {exception.Message}");
    return 4;
}
