namespace SimClr.Core.Mpi.Tests;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class MpichDataAttribute(params object[] more) : LauncherDataAttribute(Launcher.Mpich, more);
