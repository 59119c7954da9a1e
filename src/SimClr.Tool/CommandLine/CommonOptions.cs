using System.CommandLine;
using System.CommandLine.Parsing;

namespace SimClr.Tool.CommandLine;

/// <summary>What most commands can be told.</summary>
internal sealed class CommonOptions
{
    public Argument<DirectoryInfo> Folder { get; } = new Argument<DirectoryInfo>("DIR")
    {
        Description = "folder of pictures, with any folders in it",
    }.AcceptExistingOnly();

    public Option<FileSystemInfo?> Model { get; } = new("--model")
    {
        HelpName = "PATH",
        Description = "what turns pictures into vectors: the checkpoints of simclr pretrain or an .onnx file [default: a ResNet-18 trained on ImageNet, which comes with this program]",
        Validators = { RequireThere },
    };

    public Option<DirectoryInfo?> Output { get; } = new("--output")
    {
        HelpName = "DIR",
        Description = "where results and vectors are kept [default: simclr/NAME-OF-DIR]",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "write the result as JSON" };

    public Option<int> Threads { get; } = new("--threads")
    {
        HelpName = "N",
        Description = "threads that compute",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        Validators = { result => Require(result, 1, 1024) },
    };

    /// <summary>Adds all to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Folder);
        foreach (Option option in (Option[])[Model, Output, Json, Threads])
            command.Add(option);
    }

    /// <summary>The value must be a folder that exists.</summary>
    public static void RequireFolder(OptionResult result)
    {
        if (!result.Implicit && result.GetValueOrDefault<DirectoryInfo?>() is { Exists: false } folder)
            result.AddError($"{result.Option.Name} must be a folder that exists, but there is no '{folder.FullName}'.");
    }

    /// <summary>The value must be a file or folder that exists.</summary>
    public static void RequireThere(OptionResult result)
    {
        if (!result.Implicit && result.GetValueOrDefault<FileSystemInfo?>() is { Exists: false } path)
            result.AddError($"{result.Option.Name} must exist, but there is no '{path.FullName}'.");
    }

    /// <summary>The value must be a file that exists.</summary>
    public static void RequireFile(OptionResult result)
    {
        if (!result.Implicit && result.GetValueOrDefault<FileInfo?>() is { Exists: false } file)
            result.AddError($"{result.Option.Name} must be a file that exists, but there is no '{file.FullName}'.");
    }

    /// <summary>The value must lie in a range.</summary>
    public static void Require(OptionResult result, int minimum, int maximum)
    {
        if (!result.Errors.Any() && result.GetValueOrDefault<int>() is int value && (value < minimum || value > maximum))
            result.AddError($"{result.Option.Name} must be between {minimum} and {maximum}, but is {value}.");
    }
}
