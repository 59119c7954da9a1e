using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SimClr.Core.Build;

namespace SimClr.Core.Tests.Build;

public sealed class RepairTorchSharpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simclr-repair-").FullName;
    private readonly RecordingBuildEngine _engine = new();
    private readonly string _input;
    private readonly string _copy;

    public RepairTorchSharpTests()
    {
        _input = Path.Combine(_folder, TorchSharpLibrary.FileName);
        _copy = Path.Combine(_folder, "out", TorchSharpLibrary.FileName);
        File.WriteAllBytes(_input, TorchSharpLibrary.Read());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("always")]
    [InlineData("Always")]
    public void Execute_Always_ReplacesTheFileByARepairedCopy(string mode)
    {
        RepairTorchSharp task = Run(mode);

        File.ReadAllBytes(_copy).AsSpan().SequenceEqual(NativeLibraryRepair.Repair(TorchSharpLibrary.Read())).Should().BeTrue();
        File.ReadAllBytes(_input).AsSpan().SequenceEqual(TorchSharpLibrary.Read()).Should().BeTrue("the original is never touched");
        task.Replaced.Select(item => item.ItemSpec).Should().Equal(_input);
        task.Repaired.Select(item => item.ItemSpec).Should().Equal(_copy);
        task.Repaired[0].GetMetadata("DestinationSubPath").Should().Be("runtimes/linux-x64/native/" + TorchSharpLibrary.FileName);
        Directory.GetFiles(Path.GetDirectoryName(_copy)!).Should().Equal([_copy], "no temporary file stays behind");
    }

    [Fact]
    public void Execute_Twice_WritesAndTellsOnce()
    {
        Run("always");
        DateTime written = new(2020, 2, 13, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_copy, written);

        RepairTorchSharp task = Run("always");

        task.Repaired.Should().ContainSingle();
        File.GetLastWriteTimeUtc(_copy).Should().Be(written);
        _engine.Messages.Should().ContainSingle().Which.Should().Contain("repaired").And.Contain(_copy);
    }

    [Fact]
    public void Execute_OverAnOlderCopy_WritesANewFileInsteadOfEditing()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_copy)!);
        File.WriteAllText(_copy, "old");
        using FileStream linked = new(_copy, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        Run("always");

        new StreamReader(linked).ReadToEnd().Should().Be("old", "an output folder may hold a link to it");
        new FileInfo(_copy).Length.Should().Be(new FileInfo(_input).Length);
    }

    [Fact]
    public void Execute_Auto_RepairsWhereTheInstalledLibraryIsOld()
        => Run("auto").Repaired.Should().HaveCount(InstalledLibStdCxx.IsNew ? 0 : 1);

    [Fact]
    public void Execute_Never_LeavesTheFileAlone()
    {
        Run("never").Repaired.Should().BeEmpty();

        File.Exists(_copy).Should().BeFalse();
        _engine.Messages.Should().BeEmpty();
    }

    [Fact]
    public void Execute_UnknownMode_IsAnErrorThatNamesTheModes()
    {
        Task("sometimes").Execute().Should().BeFalse();

        BuildErrorEventArgs error = _engine.Errors.Should().ContainSingle().Subject;
        error.Code.Should().Be("SIMCLR002");
        error.Message.Should().Contain("'sometimes'").And.Contain("auto, always or never");
    }

    [Fact]
    public void Execute_FileThatFits_IsLeftAloneSilently()
    {
        File.WriteAllBytes(_input, NativeLibraryRepair.Repair(TorchSharpLibrary.Read())!);

        Run("always").Repaired.Should().BeEmpty();

        _engine.Messages.Should().BeEmpty();
        _engine.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void Execute_FileThatLooksOtherwise_IsLeftAloneWithCauseAndCure()
    {
        File.WriteAllText(_input, "a text");

        Run("always").Repaired.Should().BeEmpty();

        BuildWarningEventArgs warning = _engine.Warnings.Should().ContainSingle().Subject;
        warning.Code.Should().Be("SIMCLR001");
        warning.File.Should().Be(_input);
        warning.Message
            .Should().Contain("not a little-endian 64-bit ELF file").And.Contain("GLIBCXX_3.4.32").And.Contain("GCC 13 or later");
        File.ReadAllText(_input).Should().Be("a text");
    }

    [Fact]
    public void Execute_MissingFile_IsAnError()
    {
        File.Delete(_input);

        Task("always").Execute().Should().BeFalse();

        _engine.Errors.Should().ContainSingle().Which.Message.Should().Contain(_input);
    }

    [Fact]
    public void Execute_OtherFiles_AreIgnored()
    {
        RepairTorchSharp task = Task("always");
        task.Files = [new TaskItem(Path.Combine(_folder, "libtorch.so"))];

        task.Execute().Should().BeTrue();

        task.Repaired.Should().BeEmpty();
    }

    private RepairTorchSharp Run(string mode)
    {
        RepairTorchSharp task = Task(mode);
        task.Execute().Should().BeTrue();
        return task;
    }

    private RepairTorchSharp Task(string mode)
    {
        TaskItem file = new(_input);
        file.SetMetadata("DestinationSubPath", "runtimes/linux-x64/native/" + TorchSharpLibrary.FileName);
        return new RepairTorchSharp { BuildEngine = _engine, Files = [file], Mode = mode, OutputFolder = Path.Combine(_folder, "out") };
    }
}
