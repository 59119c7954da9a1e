namespace SimClr.Core.Tests;

/// <summary>As <see cref="LinuxX64FactAttribute"/>, of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxX64TheoryAttribute : TheoryAttribute
{
    public LinuxX64TheoryAttribute() => Skip = LinuxX64FactAttribute.Reason;
}
