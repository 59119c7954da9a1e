using SimClr.Core.Samples.Quickstart;

namespace SimClr.Core.SampleTests.Quickstart;

public sealed class QuickstartCommandTests
{
    private QuickstartOptions? _received;

    [Fact]
    public void Invoke_NoArguments_RunsWithDefaults()
    {
        (int code, string error) = Invoke();

        code.Should().Be(7);
        error.Should().BeEmpty();
        _received.Should().Be(new QuickstartOptions());
    }

    [Fact]
    public void Invoke_EveryOption_ReachesTheRun()
    {
        string folder = Path.GetTempPath();
        (int code, _) = Invoke(
            "--data", folder, "--limit", "500", "--epochs", "3", "--batch-size", "64", "--encoder", "resnet34", "--width", "8", "--view-size", "24",
            "--temperature", "0.25", "--learning-rate", "1e-2", "--seed", "-9", "--output", "elsewhere", "--threads", "1", "--resume");

        code.Should().Be(7);
        _received.Should().Be(new QuickstartOptions
        {
            Data = folder,
            Limit = 500,
            Epochs = 3,
            BatchSize = 64,
            Encoder = "resnet34",
            Width = 8,
            ViewShape = 24,
            Temperature = 0.25,
            LearningRate = 0.01,
            Seed = -9,
            Output = "elsewhere",
            Threads = 1,
            Resume = true,
        });
    }

    [Theory]
    [InlineData("--epochs", "0", "--epochs must be between 1 and 100000, but is '0'.")]
    [InlineData("--epochs", "many", "--epochs")]
    [InlineData("--batch-size", "1", "--batch-size must be between 2 and 65536, but is '1'.")]
    [InlineData("--limit", "-5", "--limit must be between 20 and")]
    [InlineData("--width", "0", "--width")]
    [InlineData("--view-size", "7", "--view-size must be between 8 and 64, but is '7'.")]
    [InlineData("--threads", "0", "--threads")]
    [InlineData("--temperature", "0", "--temperature must be between 0.001 and 1000, but is '0'.")]
    [InlineData("--temperature", "0,5", "--temperature must be a number such as 0.5, but is '0,5'.")]
    [InlineData("--temperature", "NaN", "--temperature")]
    [InlineData("--learning-rate", "-1", "--learning-rate")]
    [InlineData("--seed", "1.5", "--seed")]
    [InlineData("--encoder", "vgg", "resnet152")]
    [InlineData("--data", "/there/is/no/such/folder", "--data must be a folder or list (.csv, .txt) that exists, or cifar10, cifar100 or stl10, but is '/there/is/no/such/folder'.")]
    [InlineData("--output", " ", "--output")]
    [InlineData("--epoch", "3", "--epoch")]
    public void Invoke_BadValue_SaysWhichAndRunsNothing(string option, string value, string expected)
    {
        (int code, string error) = Invoke(option, value);

        code.Should().Be(2);
        error.Should().Contain(expected);
        _received.Should().BeNull();
    }

    [Theory]
    [InlineData("--data", "a folder or list (.csv, .txt) that exists, or cifar10, cifar100 or stl10")]
    [InlineData("--output", "a folder, or a name that is still free")]
    public void Invoke_FileWhereAFolderIsExpected_IsNamedInFull(string option, string expected)
    {
        string file = typeof(QuickstartCommand).Assembly.Location;

        (int code, string error) = Invoke(option, Path.GetRelativePath(Environment.CurrentDirectory, file));

        code.Should().Be(2);
        error.Should().Contain($"{option} must be {expected}, but '{file}' is a file.");
    }

    [Fact]
    public void Invoke_TwoBadValues_ReportsBoth()
    {
        (int code, string error) = Invoke("--epochs", "0", "--width", "0");

        code.Should().Be(2);
        error.Should().Contain("--epochs").And.Contain("--width");
    }

    [Fact]
    public void Invoke_Help_RunsNothing()
    {
        (int code, string error) = Invoke("--help");

        code.Should().Be(0);
        error.Should().BeEmpty();
        _received.Should().BeNull();
    }

    private (int Code, string Error) Invoke(params string[] arguments)
    {
        using StringWriter error = new();
        int code = new QuickstartCommand(options =>
        {
            _received = options;
            return 7;
        }).Invoke(arguments, error);
        return (code, error.ToString());
    }
}
