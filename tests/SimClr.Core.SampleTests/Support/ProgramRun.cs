using System.Reflection;

namespace SimClr.Core.SampleTests.Support;

/// <summary>Runs a compiled program within the tests' process, one at a time.</summary>
internal static class ProgramRun
{
    /// <summary>Runs it without arguments, in a folder.</summary>
    /// <param name="program">The assembly.</param>
    /// <param name="folder">Its current folder.</param>
    /// <param name="output">Receives what it prints.</param>
    public static async Task InFolder(byte[] program, string folder, TextWriter output)
    {
        string before = Environment.CurrentDirectory;
        TextWriter console = Console.Out;
        try
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(output);
            MethodInfo main = Assembly.Load(program).EntryPoint!;
            if (main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]) is Task task)
                await task;
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
        }
    }
}
