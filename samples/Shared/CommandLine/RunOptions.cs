namespace SimClr.Core.Samples.CommandLine;

/// <summary>What the user of any sample that pretrains can choose.</summary>
public abstract record RunOptions
{
    /// <summary>
    /// The folder of images, a list of files, or the name of a published data set (a folder of that name wins); null is the built-in
    /// synthetic source.
    /// </summary>
    public string? Data { get; init; }

    /// <summary>At most so many training images, and so many test images; null is all.</summary>
    public int? Limit { get; init; }

    public long Seed { get; init; } = 1;

    /// <summary>The folder for everything that a run leaves behind.</summary>
    public string Output { get; init; } = "output";

    /// <summary>Whether to go on where an earlier run into the same output folder ended.</summary>
    public bool Resume { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;
}
