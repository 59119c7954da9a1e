using System.CommandLine;
using System.CommandLine.Parsing;
using SimClr.Core.Samples.CommandLine;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>The command line: arguments to <see cref="QuickstartOptions"/>.</summary>
internal sealed class QuickstartCommand
{
    /// <summary>Exit code for arguments that are no use.</summary>
    public const int BadArguments = 2;

    private static readonly QuickstartOptions s_defaults = new();

    private readonly Option<string?> _data = new Option<string?>("--data")
    {
        HelpName = "DIR",
        Description = "CIFAR binary files, or train/ and test/ with a folder for each class, or just images [default: synthetic images]",
    }.MustBeFolder();

    private readonly Option<int?> _limit = new Option<int?>("--limit")
    {
        HelpName = "N",
        Description = "use at most N training images and N test images, evenly from all classes [default: all]",
    }.Between(20, int.MaxValue);

    private readonly Option<int> _epochs = new Option<int>("--epochs")
    {
        HelpName = "N",
        Description = "passes over the training images",
        DefaultValueFactory = _ => s_defaults.Epochs,
    }.Between(1, 100_000);

    private readonly Option<int> _batchSize = new Option<int>("--batch-size")
    {
        HelpName = "N",
        Description = "images in a step; each gives two views",
        DefaultValueFactory = _ => s_defaults.BatchSize,
    }.Between(2, 65_536);

    private readonly Option<string> _encoder = new Option<string>("--encoder")
    {
        HelpName = "NAME",
        Description = "resnet18, resnet34, resnet50, resnet101 or resnet152",
        DefaultValueFactory = _ => s_defaults.Encoder,
    }.AcceptOnlyFromAmong("resnet18", "resnet34", "resnet50", "resnet101", "resnet152");

    private readonly Option<int> _width = new Option<int>("--width")
    {
        HelpName = "N",
        Description = "channels of the encoder's first stage; 64 is the standard ResNet",
        DefaultValueFactory = _ => s_defaults.Width,
    }.Between(1, 1024);

    private readonly Option<double> _temperature = Number("--temperature", s_defaults.Temperature, "temperature of the NT-Xent loss").Between(0.001, 1000);

    private readonly Option<double> _learningRate = Number("--learning-rate", s_defaults.LearningRate, "highest learning rate, reached after the warm-up").Between(1e-9, 1000);

    private readonly Option<long> _seed = new("--seed")
    {
        HelpName = "N",
        Description = "the same seed gives the same run",
        DefaultValueFactory = _ => s_defaults.Seed,
    };

    private readonly Option<string> _output = new Option<string>("--output")
    {
        HelpName = "DIR",
        Description = "folder for metrics, pictures and report",
        DefaultValueFactory = _ => s_defaults.Output,
    }.MayBecomeFolder();

    private readonly Option<int> _threads = new Option<int>("--threads")
    {
        HelpName = "N",
        Description = "threads that compute",
        DefaultValueFactory = _ => s_defaults.Threads,
    }.Between(1, 1024);

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "go on where an interrupted run with the same options ended; without it the run begins anew",
    };

    private readonly RootCommand _command;

    /// <param name="run">What to do with the options; returns the exit code.</param>
    public QuickstartCommand(Func<QuickstartOptions, int> run)
    {
        _command = new RootCommand("Trains an encoder on images without their labels (SimCLR), then measures what its representations are worth.")
        {
            _data, _limit, _epochs, _batchSize, _encoder, _width, _temperature, _learningRate, _seed, _output, _threads, _resume,
        };
        _command.SetAction(arguments => run(Read(arguments)));
    }

    /// <summary>Runs what the arguments ask for and returns the exit code.</summary>
    /// <param name="arguments">As given by the user.</param>
    /// <param name="error">Receives a line for each argument that is no use.</param>
    public int Invoke(IReadOnlyList<string> arguments, TextWriter error)
    {
        ParseResult result = _command.Parse(arguments);
        if (result.Errors.Count == 0)
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (ParseError problem in result.Errors)
            error.WriteLine(problem.Message.TrimEnd());
        error.WriteLine("--help lists all options.");
        return BadArguments;
    }

    private QuickstartOptions Read(ParseResult arguments) => new()
    {
        Data = arguments.GetValue(_data),
        Limit = arguments.GetValue(_limit),
        Epochs = arguments.GetValue(_epochs),
        BatchSize = arguments.GetValue(_batchSize),
        Encoder = arguments.GetRequiredValue(_encoder),
        Width = arguments.GetValue(_width),
        Temperature = arguments.GetValue(_temperature),
        LearningRate = arguments.GetValue(_learningRate),
        Seed = arguments.GetValue(_seed),
        Output = arguments.GetRequiredValue(_output),
        Threads = arguments.GetValue(_threads),
        Resume = arguments.GetValue(_resume),
    };

    private static Option<double> Number(string name, double defaultValue, string description)
    {
        Option<double> option = NumberOption.Create(name, defaultValue);
        option.HelpName = "X";
        option.Description = description;
        return option;
    }
}
