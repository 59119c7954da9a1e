namespace SimClr.Core.Mpi.Tests;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OpenMpiDataAttribute(params object[] more) : LauncherDataAttribute(Launcher.OpenMpi, more);
