namespace SimClr.Core.Samples.Reports;

/// <summary>
/// The folder that a sample writes to. A file is there whole or not at all: each is written beside its place, then moved into it.
/// </summary>
public sealed class OutputFolder
{
    private readonly List<string> _written = [];

    /// <summary>Creates the folder where it does not exist.</summary>
    public OutputFolder(string path) => Path = Directory.CreateDirectory(path).FullName;

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Names of the files written so far, in order.</summary>
    public IReadOnlyList<string> Written => _written;

    public void Write(string name, byte[] content) => Write(name, path => File.WriteAllBytes(path, content));

    public void Write(string name, string content) => Write(name, path => File.WriteAllText(path, content));

    private void Write(string name, Action<string> write)
    {
        string place = System.IO.Path.Combine(Path, name);
        string beside = place + ".part";
        write(beside);
        File.Move(beside, place, overwrite: true);
        _written.Add(name);
    }
}
