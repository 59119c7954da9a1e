using System.Reflection;
using Xunit.Sdk;

namespace SimClr.Core.Mpi.Tests;

/// <summary>A row of a theory: a launcher, and what follows; skipped where the launcher is not installed.</summary>
public abstract class LauncherDataAttribute : DataAttribute
{
    private readonly object[] _row;

    private protected LauncherDataAttribute(Launcher launcher, object[] more)
    {
        _row = [launcher, .. more];
        if (launcher.Path is null)
            Skip = $"{launcher.Name} is not installed: there is no {string.Join(" or ", launcher.Programs)}.";
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [_row];
}
