using System.CommandLine;
using SimClr.Core.Samples.CommandLine;
using SimClr.Core.Samples.Data;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies;

/// <summary>The command line: a sub-command for each study, and one for all.</summary>
internal sealed class StudyCommand
{
    private static readonly StudyOptions Defaults = new();

    private readonly RunArguments _run = new(Defaults);

    private readonly Option<string> _budget = new Option<string>("--budget")
    {
        Description = "quick: seconds, to see that it runs; standard: at most 10,000 images, 15 epochs, hours, with a few hundred images minutes; full: all images, 50 epochs, days",
        DefaultValueFactory = _ => Defaults.Budget.Name,
    }.AcceptOnlyFromAmong([.. Budget.All.Select(budget => budget.Name)]);

    private readonly Option<string[]> _transfer = new("--transfer")
    {
        HelpName = "DIR",
        Description = "other labeled images for the transfer study, as --data takes them; may be given several times",
        DefaultValueFactory = _ => [],
    };

    private readonly RootCommand _command = new("The findings of the SimCLR paper, seen again on your images: each study trains what it compares, draws the paper's figure and says what held.");

    /// <param name="run">What to do with options and studies; returns the exit code.</param>
    public StudyCommand(Func<StudyOptions, IReadOnlyList<IStudy>, int> run)
    {
        _run.Output.Description = "folder of results, figures and page; one that has results already needs --resume";
        _run.Resume.Description = "go on with what is in --output: an interrupted study, or another study beside it; what is done is not done again";
        foreach (IStudy study in AllStudies.InOrder)
            Add(study.Name, $"{study.Question} Paper: {study.Source}.", [study], run);
        Add("all", "All of them, those first that give the most for their time.", AllStudies.InOrder, run);
    }

    /// <summary>Runs what the arguments ask for and returns the exit code.</summary>
    /// <param name="arguments">As given by the user.</param>
    /// <param name="error">Receives a line for each argument that is no use.</param>
    public int Invoke(IReadOnlyList<string> arguments, TextWriter error) => CommandInvocation.Run(_command, arguments, error);

    private void Add(string name, string description, IReadOnlyList<IStudy> studies, Func<StudyOptions, IReadOnlyList<IStudy>, int> run)
    {
        Command command = new(name, description) { _run.Data, _budget, _run.Limit, _run.Seed, _run.Output, _run.Threads, _run.Resume, _transfer };
        command.SetAction(arguments => run(Read(arguments), studies));
        _command.Add(command);
    }

    private StudyOptions Read(ParseResult arguments)
        => _run.Read(arguments, new StudyOptions
        {
            Transfer = arguments.GetRequiredValue(_transfer),
            Budget = Budget.All.First(budget => budget.Name == arguments.GetRequiredValue(_budget)),
        });
}
