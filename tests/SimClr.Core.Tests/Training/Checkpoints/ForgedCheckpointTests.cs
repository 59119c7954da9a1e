using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SimClr.Core.Interop;
using SimClr.Core.Tests.Data;
using SimClr.Core.Training;
using SimClr.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>Checkpoints that are whole, checksum and all, but not what this library writes.</summary>
public sealed class ForgedCheckpointTests : IDisposable
{
    private const string HistoryKey = "simclr.history";
    private const string LibraryKey = "simclr.library";

    private readonly TemporaryFolder _folder = new();
    private readonly Messages _messages = new();
    private readonly Session _session;
    private readonly string _file;

    public ForgedCheckpointTests()
    {
        _session = new()
        {
            Optimizer = "adam",
            Logger = _messages,
            Checkpoints = new CheckpointOptions { Folder = _folder.At("run"), Keep = 1, Resume = ResumeMode.IfPresent },
        };
        _session.Train();
        _file = _folder.At("run/checkpoint-000000000012.safetensors");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1", "* has checkpoint format 1; expected 2.")]
    [InlineData(null, "* has checkpoint format none; expected 2.")]
    public void Train_OtherFormat_IsRefused(string? format, string message)
    {
        Forge(metadata => Set(metadata, "simclr.checkpoint", format));
        Refused().WithMessage(_file + message);
    }

    [Theory]
    [InlineData("simclr.run", null)]
    [InlineData("simclr.run", "{")]
    [InlineData("simclr.run", "null")]
    [InlineData(HistoryKey, null)]
    [InlineData(HistoryKey, "null")]
    [InlineData(HistoryKey, "{}")]
    public void Train_MetadataMissingOrBroken_IsRefused(string key, string? value)
    {
        Forge(metadata => Set(metadata, key, value));
        Refused().WithMessage($"{_file} is no checkpoint as expected: *").WithInnerException<Exception>();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(13)]
    public void Train_StepsOutsideTheRun_AreADifference(int steps)
    {
        ForgeSteps(steps);
        Refused().Which.Differences.Should().Equal($"steps: {steps} in the checkpoint, at most 12 in this run");
    }

    [Fact]
    public void Train_NoStepDone_IsTaken()
    {
        ForgeSteps(0);
        _session.Train().Result.Steps.Should().Be(12);
    }

    [Fact]
    public void Train_StateOfTheOptimizerDoesNotFit_NamesIt()
    {
        Forge(_ => { }, tensors => tensors.Remove("optimizer.encoder.module.1.weight.exp_avg").Should().BeTrue());
        Refused().Which.Differences.Should().Equal("state of the optimizer: 'encoder.module.1.weight.exp_avg' is missing (Parameter 'state')");
    }

    [Theory]
    [InlineData("0.0.1", "0.0.1")]
    [InlineData(null, "unknown")]
    public void Train_OtherVersionOfTheLibrary_Warns(string? version, string named)
    {
        Forge(metadata => Set(metadata, LibraryKey, version));
        _session.Train();
        _messages.All.Should().ContainSingle(message => message.Level == LogLevel.Warning).Which.Text.Should().Be(
            $"{_file} was written by SimClr.Core {named}; this is {CheckpointContent.ThisLibrary}, whose last digits may differ");
    }

    [Fact]
    public void Train_ThisVersionOfTheLibrary_IsNamedAndDoesNotWarn()
    {
        using (SafeTensorsFile file = SafeTensorsFile.Read(_file))
            file.Metadata[LibraryKey].Should().MatchRegex("^[0-9]+[.][0-9]+[.][0-9]+").And.Be(CheckpointContent.ThisLibrary);
        _session.Train();
        _messages.All.Should().NotContain(message => message.Level == LogLevel.Warning);
    }

    private FluentAssertions.Specialized.ExceptionAssertions<CheckpointException> Refused()
        => FluentActions.Invoking(() => _session.Train()).Should().Throw<CheckpointException>();

    private void ForgeSteps(int steps) => Forge(metadata =>
    {
        JsonNode history = JsonNode.Parse(metadata[HistoryKey])!;
        history[nameof(RunHistory.Steps)] = steps;
        metadata[HistoryKey] = history.ToJsonString();
    });

    private void Forge(Action<Dictionary<string, string>> metadata, Action<Dictionary<string, Tensor>>? tensors = null)
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(_file);
        Dictionary<string, string> otherMetadata = file.Metadata.Where(pair => pair.Key != SafeTensorsFile.ChecksumKey).ToDictionary();
        Dictionary<string, Tensor> otherTensors = file.Tensors.ToDictionary();
        metadata(otherMetadata);
        tensors?.Invoke(otherTensors);
        SafeTensorsFile.Write(_file, otherTensors, otherMetadata);
    }

    private static void Set(Dictionary<string, string> metadata, string key, string? value)
    {
        if (value is null)
            metadata.Remove(key);
        else
            metadata[key] = value;
    }
}
