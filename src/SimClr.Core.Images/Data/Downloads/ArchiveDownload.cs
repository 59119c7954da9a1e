using System.Net;
using System.Net.Http.Headers;

namespace SimClr.Core.Data.Downloads;

/// <summary>Downloads an archive over HTTP, and resumes what was broken off.</summary>
internal sealed class ArchiveDownload(DataSetDescription description, DataSetOptions options, IProgress<DataSetProgress>? progress)
{
    private const int MostRedirects = 5;
    private const int PieceBytes = 1 << 17;

    /// <exception cref="DataSetException">The server does not give the archive, or all attempts failed.</exception>
    public async Task RunAsync(Uri source, PartialFile partial, CancellationToken cancellationToken)
    {
        // A mirror on this machine is not behind the proxy.
        using SocketsHttpHandler handler = new() { MaxAutomaticRedirections = MostRedirects, UseProxy = !source.IsLoopback };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("SimClr.Core");
        for (int attempt = 1; partial.Length != description.ArchiveBytes; attempt++)
        {
            // Before anything else, so that whoever waits for the connection knows what for.
            progress?.Report(new DataSetProgress(DataSetStep.Downloading, partial.Length, description.ArchiveBytes));
            try
            {
                await AttemptAsync(client, source, partial, cancellationToken).ConfigureAwait(false);
            }
            catch (BrokenDownloadException) when (attempt < options.Attempts)
            {
                await Task.Delay(description.RetryPause * attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (BrokenDownloadException failure)
            {
                throw new DataSetException(
                    $"{source}: {description.Name} could not be downloaded in {attempt} attempt{(attempt == 1 ? "" : "s")}: {failure.Message.TrimEnd('.')}. "
                    + $"{partial.Length} of {description.ArchiveBytes} bytes are in {partial.Path}.",
                    failure);
            }
        }
    }

    private async Task AttemptAsync(HttpClient client, Uri source, PartialFile partial, CancellationToken cancellationToken)
    {
        using StallGuard guard = new(TimeSpan.FromSeconds(options.StallSeconds), cancellationToken);
        string? version = partial.Length < description.ArchiveBytes ? partial.VersionOf(source) : null;
        using HttpRequestMessage request = new(HttpMethod.Get, source);
        if (version is not null)
        {
            request.Headers.Range = new RangeHeaderValue(partial.Length, null);
            request.Headers.TryAddWithoutValidation("If-Range", version);
        }

        using HttpResponseMessage response = await SendAsync(client, request, source, guard).ConfigureAwait(false);
        CheckStatus(response, source, partial);
        using FileStream file = response.StatusCode == HttpStatusCode.PartialContent
            ? Resume(response, source, partial, version)
            : Begin(response, source, partial);
        await ReceiveAsync(response, file, guard, source).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpRequestMessage request, Uri source, StallGuard guard)
    {
        try
        {
            return await guard.RunAsync(
                token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is UriFormatException or InvalidOperationException or NotSupportedException)
        {
            // What the client makes of redirects to addresses that are none of HTTP.
            throw new DataSetException($"{source}: expected {description.Name}, but the server's answer cannot be followed: {failure.Message}", failure);
        }
    }

    private void CheckStatus(HttpResponseMessage response, Uri source, PartialFile partial)
    {
        int status = (int)response.StatusCode;
        string answer = $"the server answered {status} ({response.ReasonPhrase}).";
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent)
            return;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            partial.Delete();
        if (status >= 500
            || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestedRangeNotSatisfiable)
            throw new BrokenDownloadException(answer);
        if (response.Headers.Location is { } location)
        {
            throw new DataSetException(
                $"{source}: expected {description.Name}, but {answer} No more than {MostRedirects} redirects are followed, and none from https "
                + $"to another scheme; this one leads to {location}.");
        }

        throw new DataSetException($"{source}: expected {description.Name}, but {answer}");
    }

    private FileStream Begin(HttpResponseMessage response, Uri source, PartialFile partial)
    {
        CheckLength(response.Content.Headers.ContentLength, source);
        return partial.Begin(source, VersionOf(response));
    }

    private FileStream Resume(HttpResponseMessage response, Uri source, PartialFile partial, string? version)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        CheckLength(range?.Length, source);
        if (version is not null && range?.From == partial.Length && (VersionOf(response) ?? version) == version)
            return partial.Resume();
        partial.Delete();
        throw new BrokenDownloadException("the server answered with another part of the file than was asked for.");
    }

    private void CheckLength(long? length, Uri source)
    {
        if (length is { } found && found != description.ArchiveBytes)
        {
            throw new DataSetException(
                $"{source}: expected {description.Name} with {description.ArchiveBytes} bytes, but the server's file has {found}.");
        }
    }

    private async Task ReceiveAsync(HttpResponseMessage response, FileStream file, StallGuard guard, Uri source)
    {
        using Stream body = await guard.RunAsync(response.Content.ReadAsStreamAsync).ConfigureAwait(false);
        byte[] piece = new byte[PieceBytes];
        progress?.Report(new DataSetProgress(DataSetStep.Downloading, file.Position, description.ArchiveBytes));
        while (await guard.RunAsync(token => body.ReadAsync(piece, token).AsTask()).ConfigureAwait(false) is > 0 and int read)
        {
            if (file.Position + read > description.ArchiveBytes)
            {
                throw new DataSetException(
                    $"{source}: expected {description.Name} with {description.ArchiveBytes} bytes, but the server sends more.");
            }

            await file.WriteAsync(piece.AsMemory(0, read), guard.Outer).ConfigureAwait(false);
            progress?.Report(new DataSetProgress(DataSetStep.Downloading, file.Position, description.ArchiveBytes));
        }

        file.Flush(flushToDisk: true);
        if (file.Position < description.ArchiveBytes)
            throw new BrokenDownloadException("the connection was closed too early.");
    }

    // A date is as good as a tag only if the file was not changed within the second in which it was served (RFC 9110, 8.8.2.2).
    private static string? VersionOf(HttpResponseMessage response)
    {
        if (response.Headers.ETag is { IsWeak: false, Tag: var tag })
            return tag;
        return response.Content.Headers.LastModified is { } changed && response.Headers.Date - changed >= TimeSpan.FromSeconds(1)
            ? changed.ToString("R")
            : null;
    }
}
