using SimClr.Tool.Collections;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.Collections;

public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _current = Environment.CurrentDirectory;

    public WorkspaceTests() => Environment.CurrentDirectory = Directory.CreateDirectory(_folder.Combine("here")).FullName;

    public void Dispose()
    {
        Environment.CurrentDirectory = _current;
        _folder.Dispose();
    }

    [Fact]
    public void Of_SameFolderAgain_IsTheSame()
    {
        string first = NameOf("a/photos");
        first.Should().Be("photos");
        NameOf("a/photos").Should().Be(first);
    }

    [Fact]
    public void Of_OtherFolderOfTheName_IsAnother()
    {
        NameOf("a/photos").Should().Be("photos");
        NameOf("b/photos").Should().Be("photos-2");
        NameOf("c/photos").Should().Be("photos-3");
        NameOf("b/photos").Should().Be("photos-2");
    }

    [Fact]
    public void Of_FolderThatMoved_KeepsItsResults()
    {
        NameOf("a/photos").Should().Be("photos");
        Directory.Move(_folder.Combine("a"), _folder.Combine("moved"));
        NameOf("moved/photos").Should().Be("photos");
    }

    [Fact]
    public void Of_LinkToAFolder_IsThatFolder()
    {
        NameOf("a/photos").Should().Be("photos");
        Directory.CreateSymbolicLink(_folder.Combine("here", "photos"), _folder.Combine("a", "photos"));
        Path.GetFileName(Workspace.Of(new DirectoryInfo("photos"), null).Folder).Should().Be("photos");
    }

    private string NameOf(string folder)
        => Path.GetFileName(Workspace.Of(Directory.CreateDirectory(_folder.Combine(folder.Split('/'))), null).Folder);
}
