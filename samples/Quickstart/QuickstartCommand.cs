using System.CommandLine;
using SimClr.Core.Samples.CommandLine;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>The command line: arguments to <see cref="QuickstartOptions"/>.</summary>
internal sealed class QuickstartCommand
{
    private static readonly QuickstartOptions Defaults = new();

    private readonly RunArguments _run = new(Defaults);

    private readonly Option<int> _epochs = new Option<int>("--epochs")
    {
        HelpName = "N",
        Description = "passes over the training images",
        DefaultValueFactory = _ => Defaults.Epochs,
    }.Between(1, 100_000);

    private readonly Option<int> _batchSize = new Option<int>("--batch-size")
    {
        HelpName = "N",
        Description = "images in a step; each gives two views",
        DefaultValueFactory = _ => Defaults.BatchSize,
    }.Between(2, 65_536);

    private readonly Option<string> _encoder = new Option<string>("--encoder")
    {
        HelpName = "NAME",
        Description = "resnet10, resnet18, resnet34, resnet50, resnet101 or resnet152",
        DefaultValueFactory = _ => Defaults.Encoder,
    }.AcceptOnlyFromAmong("resnet10", "resnet18", "resnet34", "resnet50", "resnet101", "resnet152");

    private readonly Option<int> _width = new Option<int>("--width")
    {
        HelpName = "N",
        Description = "channels of the encoder's first stage; 64 is the standard ResNet",
        DefaultValueFactory = _ => Defaults.Width,
    }.Between(1, 1024);

    private readonly Option<int> _viewSize = new Option<int>("--view-size")
    {
        HelpName = "N",
        Description = "side of a view in pixels; images are 32 x 32, and a step costs the square of it",
        DefaultValueFactory = _ => Defaults.ViewShape,
    }.Between(8, 64);

    private readonly Option<double> _temperature = Number("--temperature", Defaults.Temperature, "temperature of the NT-Xent loss").Between(0.001, 1000);

    private readonly Option<double> _learningRate = Number("--learning-rate", Defaults.LearningRate, "highest learning rate, reached after the warm-up").Between(1e-9, 1000);

    private readonly RootCommand _command;

    /// <param name="run">What to do with the options; returns the exit code.</param>
    public QuickstartCommand(Func<QuickstartOptions, int> run)
    {
        _command = new RootCommand("Trains an encoder on images without their labels (SimCLR), then measures what its representations are worth.")
        {
            _run.Data, _run.Limit, _epochs, _batchSize, _encoder, _width, _viewSize, _temperature, _learningRate, _run.Seed, _run.Output, _run.Threads, _run.Resume,
        };
        _command.SetAction(arguments => run(Read(arguments)));
    }

    /// <summary>Runs what the arguments ask for and returns the exit code.</summary>
    /// <param name="arguments">As given by the user.</param>
    /// <param name="error">Receives a line for each argument that is no use.</param>
    public int Invoke(IReadOnlyList<string> arguments, TextWriter error) => CommandInvocation.Run(_command, arguments, error);

    private QuickstartOptions Read(ParseResult arguments) => _run.Read(arguments, new QuickstartOptions
    {
        Epochs = arguments.GetValue(_epochs),
        BatchSize = arguments.GetValue(_batchSize),
        Encoder = arguments.GetRequiredValue(_encoder),
        Width = arguments.GetValue(_width),
        ViewShape = arguments.GetValue(_viewSize),
        Temperature = arguments.GetValue(_temperature),
        LearningRate = arguments.GetValue(_learningRate),
    });

    private static Option<double> Number(string name, double defaultValue, string description)
    {
        Option<double> option = NumberOption.Create(name, defaultValue);
        option.HelpName = "X";
        option.Description = description;
        return option;
    }
}
