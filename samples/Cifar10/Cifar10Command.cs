using System.CommandLine;
using SimClr.Core.Samples.CommandLine;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>The command line: arguments to <see cref="Cifar10Options"/>.</summary>
internal sealed class Cifar10Command
{
    private static readonly Cifar10Options Defaults = new();

    private readonly RunArguments _run = new(Defaults, requireData: true);

    private readonly Option<double?> _minutes = OptionalMinutes().Between(0.1, 100_000);

    private readonly Option<string> _recipe = new Option<string>("--recipe")
    {
        HelpName = "NAME",
        Description = "half-hour: the most of a short time on two cores; paper: the SimCLR paper's settings, 1000 epochs, for bigger machines",
        DefaultValueFactory = _ => Defaults.Recipe.Name,
    }.AcceptOnlyFromAmong([.. Cifar10Recipe.All.Select(recipe => recipe.Name)]);

    private readonly Option<int?> _epochs = new Option<int?>("--epochs")
    {
        HelpName = "N",
        Description = "passes over the training images, whatever time they take [default: the recipe's, or what --minutes allows]",
    }.Between(1, 100_000);

    private readonly Option<FileInfo> _repeat = new Option<FileInfo>("--repeat")
    {
        HelpName = "PLAN",
        Description = "plan.json of a run that --minutes ended: the same steps, whatever time they take; with its options, the same network",
    }.AcceptExistingOnly();

    private readonly RootCommand _command;

    /// <param name="run">What to do with the options; returns the exit code.</param>
    public Cifar10Command(Func<Cifar10Options, int> run)
    {
        _command = new RootCommand("Pretrains an encoder on CIFAR-10 without its labels (SimCLR), then measures its representations; ends on time.")
        {
            _run.Data, _minutes, _recipe, _epochs, _repeat, _run.Limit, _run.Seed, _run.Output, _run.Threads, _run.Resume,
        };
        _command.Validators.Add(result =>
        {
            Option[] given = [.. new Option[] { _minutes, _epochs, _repeat }.Where(option => result.GetResult(option) is not null)];
            if (given.Length > 1)
                result.AddError($"{string.Join(" and ", given.Select(option => option.Name))} exclude each other: each says how long the run is.");
        });
        _command.SetAction(arguments => run(Read(arguments)));
    }

    /// <summary>Runs what the arguments ask for and returns the exit code.</summary>
    /// <param name="arguments">As given by the user.</param>
    /// <param name="error">Receives a line for each argument that is no use.</param>
    public int Invoke(IReadOnlyList<string> arguments, TextWriter error) => CommandInvocation.Run(_command, arguments, error);

    private Cifar10Options Read(ParseResult arguments) => _run.Read(arguments, new Cifar10Options
    {
        Recipe = Cifar10Recipe.All.Single(recipe => recipe.Name == arguments.GetRequiredValue(_recipe)),
        Minutes = arguments.GetValue(_minutes),
        Epochs = arguments.GetValue(_epochs),
        Repeat = arguments.GetValue(_repeat)?.FullName,
    });

    private static Option<double?> OptionalMinutes()
    {
        Option<double?> option = NumberOption.CreateOptional("--minutes");
        option.HelpName = "M";
        option.Description = "minutes for everything, evaluation included [default: 30, or none where the recipe has a number of epochs]";
        return option;
    }
}
