// What the tests of SimClr.Core.Mpi start on each rank: SCENARIO [--library NAME] [--timeout SECONDS] [--check].
using System.Globalization;
using SimClr.Core.Mpi;
using SimClr.Core.Mpi.Ranks;

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and int index ? args[index + 1] : null;

MpiOptions options = new() { Library = Value("--library"), CheckCalls = args.Contains("--check") };
if (Value("--timeout") is { } seconds)
    options.TimeoutSeconds = double.Parse(seconds, CultureInfo.InvariantCulture);
// Rank 1 never comes to MPI.
if (args[0] == "absent" && (Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_RANK") ?? Environment.GetEnvironmentVariable("PMI_RANK")) == "1")
    Thread.Sleep(TimeSpan.FromMinutes(2));
try
{
    return MpiProgram.Run(Scenarios.Find(args[0], args[1..]), options);
}
catch (MpiException exception)
{
    Console.Error.WriteLine($"refused: {exception.Message}");
    return 4;
}
