using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Training;
using SimClr.Core.Training.Checkpoints;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>No damage to a checkpoint gets by, wherever it is.</summary>
public sealed class CheckpointDamageTests : IDisposable
{
    private const int PlacesInRun = 48;

    private readonly TemporaryFolder _folder = new();
    private readonly Session _session;
    private readonly string _file;
    private readonly byte[] _sound;

    public CheckpointDamageTests()
    {
        _session = new Session { Checkpoints = new CheckpointOptions { Folder = _folder.At("run"), Resume = ResumeMode.Required } };
        _session.Options.Epochs = 1;
        new Session { Options = _session.Options, Checkpoints = new CheckpointOptions { Folder = _folder.At("run") } }.Train();
        _file = Directory.EnumerateFiles(_folder.At("run")).Single();
        _sound = File.ReadAllBytes(_file);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_EveryByteFlipped_IsRefused()
    {
        byte[] bytes = [.. _sound];
        List<int> accepted = [];
        for (int at = 0; at < bytes.Length; at++)
        {
            byte flip = (byte)(1 << at % 8);
            bytes[at] ^= flip;
            if (Refusal(bytes) is null)
                accepted.Add(at);
            bytes[at] ^= flip;
        }

        accepted.Should().BeEmpty();
        Refusal(bytes).Should().BeNull("without damage it is read");
    }

    [Fact]
    public void Read_EveryLengthButTheRightOne_IsRefused()
    {
        byte[] longer = [.. _sound, 0];
        Enumerable.Range(0, longer.Length + 1).Where(length => length != _sound.Length && Refusal(longer[..length]) is null)
            .Should().BeEmpty();
    }

    [Fact]
    public void Train_AnyDamage_SaysWhyAndLoadsNothing()
    {
        using SimClrModel model = (_session with { ModelSeed = 5 }).Model();
        float[] before = SmallModel.Weights(model);
        for (int place = 0; place < PlacesInRun; place++)
        {
            int at = (int)((long)_sound.Length * place / PlacesInRun);
            Refuse(model, [.. _sound[..at], (byte)(_sound[at] ^ 0x10), .. _sound[(at + 1)..]]);
            Refuse(model, _sound[..at]);
        }

        Refuse(model, [.. _sound, 0]);
        SmallModel.Weights(model).Should().Equal(before);
        File.WriteAllBytes(_file, _sound);
        _session.Train(model).Steps.Should().Be(Session.StepsPerEpoch);
        SmallModel.Weights(model).Should().NotEqual(before, "the sound file is loaded");
    }

    [Fact]
    public void Train_ChecksumTakenOut_IsRefused()
    {
        using (SafeTensorsFile file = SafeTensorsFile.Read(_file))
            file.IsVerified.Should().BeTrue();
        string text = System.Text.Encoding.Latin1.GetString(_sound);
        File.WriteAllBytes(_file, System.Text.Encoding.Latin1.GetBytes(text.Replace(SafeTensorsFile.ChecksumKey, "simclr.sha255", StringComparison.Ordinal)));

        FluentActions.Invoking(() => _session.Train()).Should().Throw<CheckpointException>().WithMessage($"{_file}*checksum is missing*");
    }

    private void Refuse(SimClrModel model, byte[] damaged)
    {
        File.WriteAllBytes(_file, damaged);
        FluentActions.Invoking(() => _session.Train(model)).Should().Throw<IOException>().WithMessage($"{_file}*");
    }

    /// <summary>Why a file of these bytes is not taken; null where it is.</summary>
    private static string? Refusal(byte[] bytes)
    {
        try
        {
            using SafeTensorsFile file = Interop.SafeTensorsBytes.Read(bytes);
            CheckpointContent.Of("file", file);
            return null;
        }
        catch (Exception exception) when (exception is SafeTensorsException or CheckpointException)
        {
            return exception.Message;
        }
    }
}
