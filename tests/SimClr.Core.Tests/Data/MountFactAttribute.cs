namespace SimClr.Core.Tests.Data;

/// <summary>A test that mounts a <see cref="TemporaryFileSystem"/>; skipped where that is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() => Skip = TemporaryFileSystem.Obstacle;
}
