using SimClr.Core.Files;
using SimClr.Core.Training.Checkpoints;

namespace SimClr.Core.Training;

/// <summary>The checkpoint files that a run leaves in its folder (<see cref="CheckpointOptions.Folder"/>).</summary>
public static class CheckpointFile
{
    /// <summary>
    /// The newest checkpoint in a folder, the one that a run resumes from: a safetensors file, from which <c>LoadWeights</c> takes a part.
    /// </summary>
    /// <param name="folder">The folder of the checkpoints.</param>
    /// <returns>The file's path; null if there is no checkpoint or no such folder.</returns>
    /// <exception cref="CheckpointException">It is a file, not a folder.</exception>
    public static string? FindNewest(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        folder = Path.GetFullPath(folder);
        if (PathProblem.OfNewFolder(folder) is { } problem)
            throw new CheckpointException($"{folder}: expected a folder of checkpoints, but {problem}.");
        using CheckpointFolder checkpoints = new(folder, keep: 1);
        return checkpoints.Newest;
    }
}
