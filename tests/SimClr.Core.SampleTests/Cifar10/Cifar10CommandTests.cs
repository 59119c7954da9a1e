using SimClr.Core.Samples.Cifar10;

namespace SimClr.Core.SampleTests.Cifar10;

public sealed class Cifar10CommandTests
{
    private static readonly string Folder = Path.GetTempPath();
    private Cifar10Options? _received;

    [Fact]
    public void Invoke_DataAlone_RunsWithDefaults()
    {
        (int code, string error) = Invoke("--data", Folder);

        code.Should().Be(7);
        error.Should().BeEmpty();
        _received.Should().Be(new Cifar10Options { Data = Folder });
    }

    [Fact]
    public void Invoke_EveryOption_ReachesTheRun()
    {
        (int code, _) = Invoke(
            "--data", Folder, "--minutes", "2.5", "--recipe", "paper", "--limit", "500", "--seed", "-9", "--output", "elsewhere", "--threads", "1", "--resume");

        code.Should().Be(7);
        _received.Should().Be(new Cifar10Options
        {
            Data = Folder,
            Minutes = 2.5,
            Recipe = Cifar10Recipe.Paper,
            Limit = 500,
            Seed = -9,
            Output = "elsewhere",
            Threads = 1,
            Resume = true,
        });
    }

    [Fact]
    public void Invoke_Epochs_ReachTheRun()
    {
        Invoke("--data", Folder, "--epochs", "12").Code.Should().Be(7);

        _received!.FixedEpochs.Should().Be(12);
        _received.Budget.Should().BeNull();
    }

    [Theory]
    [InlineData("--minutes", "0", "--minutes must be between 0.1 and 100000, but is '0'.")]
    [InlineData("--minutes", "half", "--minutes must be a number such as 0.5, but is 'half'.")]
    [InlineData("--minutes", "NaN", "--minutes")]
    [InlineData("--epochs", "0", "--epochs must be between 1 and 100000, but is '0'.")]
    [InlineData("--recipe", "supper", "half-hour")]
    [InlineData("--limit", "-5", "--limit must be between 20 and")]
    [InlineData("--threads", "0", "--threads")]
    [InlineData("--batch-size", "3", "--batch-size")]
    public void Invoke_BadValue_SaysWhichAndRunsNothing(string option, string value, string expected)
    {
        (int code, string error) = Invoke("--data", Folder, option, value);

        code.Should().Be(2);
        error.Should().Contain(expected);
        _received.Should().BeNull();
    }

    [Fact]
    public void Invoke_NoData_AsksForIt()
    {
        (int code, string error) = Invoke();

        code.Should().Be(2);
        error.Should().Contain("--data");
    }

    [Fact]
    public void Invoke_MinutesAndEpochs_AreRefused()
    {
        (int code, string error) = Invoke("--data", Folder, "--minutes", "5", "--epochs", "3");

        code.Should().Be(2);
        error.Should().Contain("--minutes and --epochs exclude each other");
    }

    private (int Code, string Error) Invoke(params string[] arguments)
    {
        using StringWriter error = new();
        int code = new Cifar10Command(options =>
        {
            _received = options;
            return 7;
        }).Invoke(arguments, error);
        return (code, error.ToString());
    }
}
