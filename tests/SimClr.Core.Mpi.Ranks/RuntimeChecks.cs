using System.Runtime.CompilerServices;

namespace SimClr.Core.Mpi.Ranks;

/// <summary>MPI leaves .NET its signals: these exceptions are SIGSEGV and SIGFPE before.</summary>
internal static class RuntimeChecks
{
    public static void Run()
    {
        Expect.Throws<NullReferenceException>(() => Length(null!), "");
        Expect.Throws<DivideByZeroException>(() => Divide(1, 0), "");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string text) => text.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Divide(int number, int by) => number / by;
}
