using System.Diagnostics;

namespace SimClr.Core.Tests.Data;

/// <summary>A small file system in memory that can be filled and made read-only, also for root; gone after the test.</summary>
internal sealed class TemporaryFileSystem : IDisposable
{
    private readonly TemporaryFolder _mountPoint = new();
    private readonly Stack<string> _pinned = new();

    public TemporaryFileSystem(int kibibytes)
    {
        try
        {
            Mount("-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs");
        }
        catch
        {
            _mountPoint.Dispose();
            throw;
        }
    }

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    private string Filler => At("filler");

    public string At(string relative) => Path.Combine(_mountPoint.Path, relative);

    /// <summary>Takes all room but for the given bytes.</summary>
    public void Fill(int bytesLeft)
    {
        // Without a buffer: what is refused must not be tried again at the end.
        using FileStream filler = new(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[Environment.SystemPageSize];
        try
        {
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            filler.SetLength(filler.Length - bytesLeft);
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(Filler);

    public void MakeReadOnly() => Mount("-o", "remount,ro");

    public void MakeWritable() => Mount("-o", "remount,rw");

    /// <summary>Makes deleting a file fail, also for root, until the end: it is mounted on itself, so it is in use.</summary>
    public void Pin(string file)
    {
        Run("mount", "--bind", file, file);
        _pinned.Push(file);
    }

    public void Dispose()
    {
        foreach (string file in _pinned)
            Run("umount", file);
        Run("umount", _mountPoint.Path);
        _mountPoint.Dispose();
    }

    private void Mount(params string[] arguments) => Run("mount", [.. arguments, _mountPoint.Path]);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Trim()}");
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux())
            return "Small file systems are mounted on Linux only.";
        if (!Environment.IsPrivilegedProcess)
            return "Only root may mount a file system.";
        try
        {
            new TemporaryFileSystem(64).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"No file system can be mounted here: {exception.Message}";
        }
    }
}
