using System.ComponentModel;
using System.Diagnostics;

namespace SimClr.Core.Tests;

/// <summary>For what is compared with torchvision itself; skipped where there is no Python that has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonTorchFactAttribute : FactAttribute
{
    // Looked for, not imported: that would take seconds whenever tests are listed.
    private const string HasTorch = "import importlib.util as u, sys; sys.exit(not (u.find_spec('torch') and u.find_spec('torchvision')))";

    public PythonTorchFactAttribute() => Skip = Python is null ? "There is no python3 with torch and torchvision." : null;

    /// <summary>The program; null if there is none.</summary>
    public static string? Python { get; } = Array.Find(["python3", "/usr/bin/python3"], name => Run(name, ".", "-c", HasTorch) is (0, _));

    /// <summary>Runs a program to its end; null if there is no such program.</summary>
    public static (int ExitCode, string Errors)? Run(string program, string folder, params IEnumerable<string> arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            output.Wait();
            return (process.ExitCode, errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
