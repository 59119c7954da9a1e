using SimClr.Core.Tests.Numerics;
using SimClr.Core.Tests.Training;
using SimClr.Core.Tests.Training.Checkpoints;

namespace SimClr.Core.Tests;

/// <summary>
/// Not how tests are run: what a test starts as a process of its own, because it is to be killed, to load libtorch anew, or because a
/// setting holds for ever.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is [TunedRun.Command, string tuned])
        {
            Console.WriteLine(TunedRun.Train(bool.Parse(tuned)));
            return 0;
        }

        if (arguments is [OpenMPProcess.Command, string order])
        {
            OpenMPProcess.Run(order, Console.Out);
            return 0;
        }

        if (arguments is not [KilledRun.Command, string folder, string epochs])
        {
            Console.Error.WriteLine("Run the tests with dotnet test.");
            return 2;
        }

        KilledRun.Train(folder, int.Parse(epochs, System.Globalization.CultureInfo.InvariantCulture), Console.In, Console.Out);
        return 0;
    }
}
