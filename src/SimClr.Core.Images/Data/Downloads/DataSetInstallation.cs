using SimClr.Core.Files;

namespace SimClr.Core.Data.Downloads;

/// <summary>Sees to it that the files of a data set are in a folder.</summary>
internal sealed class DataSetInstallation(DataSetDescription description, DataSetOptions options, IProgress<DataSetProgress>? progress)
{
    /// <summary>The folder that has the files, which are downloaded and unpacked if they are not there.</summary>
    /// <param name="folder">A full path.</param>
    /// <param name="cancellationToken">Ends everything; what was downloaded stays.</param>
    /// <exception cref="DataSetException">That failed, or an incomplete copy is in the way.</exception>
    public async Task<string> RequireAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            if (Find(folder) is { } found)
                return found;
            if (!options.Download)
            {
                throw new DataSetException(
                    $"{folder}: expected {description.Name} with {description.Files[0].Name}, but it is not there, and "
                    + $"{nameof(DataSetOptions)}.{nameof(DataSetOptions.Download)} is false.");
            }

            WritableFolder.Create(folder);
            return await InstallAloneAsync(folder, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is (IOException or UnauthorizedAccessException) and not DataSetException)
        {
            throw new DataSetException($"{folder}: {description.Name} could not be put here: {failure.Message}", failure);
        }
    }

    private string Target(string folder) => Path.Combine(folder, description.Folder);

    private string? Find(string folder)
    {
        string target = Target(folder);
        if (description.Missing(folder) is null)
            return folder;
        if (!Directory.Exists(target))
            return null;
        return description.Missing(target) is { } missing
            ? throw new DataSetException(
                $"{target}: expected {description.Name}, but {missing}. Remove this folder or give it another name, so that the data set can be unpacked here.")
            : target;
    }

    private async Task<string> InstallAloneAsync(string folder, CancellationToken cancellationToken)
    {
        string lockFile = Path.Combine(folder, $".{description.Archive}.lock");
        using FileStream held = await ProcessLock.AcquireAsync(
            lockFile, () => progress?.Report(new DataSetProgress(DataSetStep.Waiting, 0, 0)), cancellationToken).ConfigureAwait(false);
        if (Find(folder) is { } found)
            return found;
        await InstallAsync(folder, cancellationToken).ConfigureAwait(false);
        // Whoever waits for it now finds the files. After a failure it stays: another may have begun to wait for it.
        if (!OperatingSystem.IsWindows())
            File.Delete(lockFile);
        return Target(folder);
    }

    private async Task InstallAsync(string folder, CancellationToken cancellationToken)
    {
        string archive = Path.Combine(folder, description.Archive);
        Uri source = options.Source ?? description.Source;
        if (source.IsFile || File.Exists(archive))
        {
            string local = source.IsFile ? source.LocalPath : archive;
            RequireSpace(folder, description.UnpackedBytes);
            await VerifyAsync(local, local, cancellationToken).ConfigureAwait(false);
            await UnpackAsync(local, folder, cancellationToken).ConfigureAwait(false);
            return;
        }

        PartialFile partial = new(archive + ".partial");
        RequireSpace(folder, description.UnpackedBytes + description.ArchiveBytes - partial.Length);
        await new ArchiveDownload(description, options, progress).RunAsync(source, partial, cancellationToken).ConfigureAwait(false);
        await VerifyAsync(partial.Path, source.AbsoluteUri, cancellationToken, partial.Delete).ConfigureAwait(false);
        await UnpackAsync(partial.Path, folder, cancellationToken).ConfigureAwait(false);
        if (options.KeepArchive)
            partial.Keep(archive);
        else
            partial.Delete();
    }

    private async Task VerifyAsync(string archive, string name, CancellationToken cancellationToken, Action? reject = null)
    {
        if (await new ArchiveChecksum(description, progress).ProblemAsync(archive, cancellationToken).ConfigureAwait(false) is not { } problem)
            return;
        reject?.Invoke();
        throw new DataSetException($"{name}: {problem}.{(reject is null ? "" : " What was downloaded is deleted.")}");
    }

    private Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
        => new ArchiveUnpacking(description, progress).RunAsync(archive, Target(folder), cancellationToken);

    private void RequireSpace(string folder, long bytes)
    {
        if (FreeSpace(folder) is { } free && free < bytes)
            throw new DataSetException($"{folder}: {description.Name} needs {bytes} bytes more, but only {free} are free.");
    }

    // Null where the system does not tell, of a share for instance.
    private static long? FreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
