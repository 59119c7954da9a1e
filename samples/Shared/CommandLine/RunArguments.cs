using System.CommandLine;
using SimClr.Core.Samples.Data;

namespace SimClr.Core.Samples.CommandLine;

/// <summary>The command-line options that fill <see cref="RunOptions"/>.</summary>
/// <param name="defaults">What holds where the user says nothing.</param>
/// <param name="requireData">Whether the user must say where the images are; else they are synthetic by default.</param>
public sealed class RunArguments(RunOptions defaults, bool requireData = false)
{
    public Option<string?> Data { get; } = new Option<string?>("--data")
    {
        HelpName = "DIR",
        Description = "CIFAR or STL-10 binary files, or train/ and test/ with a folder for each class, or just images; or a list of files (.csv, .txt: a path, or path,label, a line); "
            + $"or {NamedData.Names}, downloaded to ./{NamedData.Folder} if missing" + (requireData ? "" : " [default: synthetic images]"),
        Required = requireData,
    }.MustBeImages();

    public Option<int?> Limit { get; } = new Option<int?>("--limit")
    {
        HelpName = "N",
        Description = "use at most N training images and N test images, evenly from all classes [default: all]",
    }.Between(20, int.MaxValue);

    public Option<long> Seed { get; } = new("--seed")
    {
        HelpName = "N",
        Description = "the same seed gives the same run",
        DefaultValueFactory = _ => defaults.Seed,
    };

    public Option<string> Output { get; } = new Option<string>("--output")
    {
        HelpName = "DIR",
        Description = "folder for encoder, metrics, pictures and report; replaces what an earlier run left there",
        DefaultValueFactory = _ => defaults.Output,
    }.MayBecomeFolder();

    public Option<int> Threads { get; } = new Option<int>("--threads")
    {
        HelpName = "N",
        Description = "threads that compute",
        DefaultValueFactory = _ => defaults.Threads,
    }.Between(1, 1024);

    public Option<bool> Resume { get; } = new("--resume")
    {
        Description = "go on where an interrupted run with the same options ended; without it the run begins anew and deletes the earlier one's checkpoints",
    };

    /// <summary>The sample's own options, and with them those that all samples have.</summary>
    public T Read<T>(ParseResult arguments, T own)
        where T : RunOptions
        => own with
        {
            Data = arguments.GetValue(Data),
            Limit = arguments.GetValue(Limit),
            Seed = arguments.GetValue(Seed),
            Output = arguments.GetRequiredValue(Output),
            Threads = arguments.GetValue(Threads),
            Resume = arguments.GetValue(Resume),
        };
}
