namespace SimClr.Core.Tests;

/// <summary>For what is compared with NumPy itself; skipped where there is no Python that has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NumPyFactAttribute : FactAttribute
{
    private const string HasNumPy = "import importlib.util as u, sys; sys.exit(not u.find_spec('numpy'))";

    public NumPyFactAttribute() => Skip = Python is null ? "There is no python3 with numpy." : null;

    /// <summary>The program; null if there is none.</summary>
    public static string? Python { get; }
        = Array.Find(["python3", "/usr/bin/python3"], name => PythonTorchFactAttribute.Run(name, ".", "-c", HasNumPy) is (0, _));
}
