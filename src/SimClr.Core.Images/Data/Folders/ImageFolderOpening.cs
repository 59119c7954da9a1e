namespace SimClr.Core.Data.Folders;

/// <summary>Looks into the files of a scan: which can be decoded, and whether all fit into memory.</summary>
/// <param name="options">Valid; values are copied.</param>
internal sealed class ImageFolderOpening(ImageFileOptions options)
{
    private const int MostNamed = 5;

    private readonly ImageFileDecoder _decoder = new(options.Decoding.Copy());
    private readonly bool _skips = options.UnreadableImages == UnreadableImages.Skip;
    private readonly bool _verifies = options.VerifyPixels;
    private readonly long _cacheBytes = options.CacheBytes;

    // By the name that the caller has for it.
    private readonly string _cure = $"{options.GetType().Name}.{nameof(ImageFileOptions.UnreadableImages)} = Skip leaves them out";

    /// <exception cref="ImageReadException">Images cannot be decoded and are not to be skipped, or none is left.</exception>
    public ImageFiles Open(ImageFolderScan scan)
    {
        if (!_skips && scan.UnreadClasses is [string unread, ..])
            throw new ImageReadException(DescribeUnread(scan, unread));
        List<SkippedFile> skipped = [.. scan.Links, .. scan.Unread];
        (ImageFile[] files, PictureHeader[] headers) = Attempt(scan.Files, _decoder.Probe, skipped);
        bool caches = headers.Sum(header => header.DecodedBytes) <= _cacheBytes;
        Image[]? images = null;
        if (caches)
            (files, images) = Attempt(files, _decoder.Decode, skipped);
        else if (_verifies)
            (files, _) = Attempt(files, path => _decoder.Decode(path).Width, skipped);
        if (files.Length == 0)
        {
            int count = scan.Files.Length + scan.Unread.Count;
            throw new ImageReadException($"{scan.Folder}: none of {count} images can be read; the first: {skipped[0]}");
        }

        skipped.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return new ImageFiles(files, scan.ClassNames, skipped, images, _decoder);
    }

    private (ImageFile[] Files, T[] Results) Attempt<T>(ImageFile[] files, Func<string, T> read, List<SkippedFile> skipped)
    {
        (T[] results, string?[] failures) = ReadAll(files, read);
        int[] failed = [.. Enumerable.Range(0, files.Length).Where(index => failures[index] is not null)];
        if (failed.Length == 0)
            return (files, results);
        SkippedFile[] undecodable = [.. failed.Select(index => new SkippedFile(files[index].Path, failures[index]!))];
        if (!_skips)
            throw new ImageReadException(Describe(undecodable, files.Length));
        skipped.AddRange(undecodable);
        int[] sound = [.. Enumerable.Range(0, files.Length).Where(index => failures[index] is null)];
        return ([.. sound.Select(index => files[index])], [.. sound.Select(index => results[index])]);
    }

    private static (T[] Results, string?[] Failures) ReadAll<T>(ImageFile[] files, Func<string, T> read)
    {
        T[] results = new T[files.Length];
        string?[] failures = new string?[files.Length];
        Parallel.For(0, files.Length, index =>
        {
            try
            {
                results[index] = read(files[index].Path);
            }
            catch (ImageReadException failure)
            {
                failures[index] = failure.InnerException?.Message ?? failure.Message;
            }
        });
        return (results, failures);
    }

    private string Describe(SkippedFile[] undecodable, int count)
    {
        string list = string.Join(Environment.NewLine, undecodable.Take(MostNamed));
        string more = undecodable.Length > MostNamed ? $"{Environment.NewLine}and {undecodable.Length - MostNamed} more" : "";
        return $"{undecodable.Length} of {count} images cannot be read ({_cure}):{Environment.NewLine}{list}{more}";
    }

    private string DescribeUnread(ImageFolderScan scan, string folder)
    {
        string inside = folder + Path.DirectorySeparatorChar;
        SkippedFile[] files = [.. scan.Unread.Where(file => file.Path.StartsWith(inside, StringComparison.Ordinal))];
        return $"{folder}: none of the {files.Length} images of this class can be read ({_cure}); the first: {files[0]}";
    }
}
