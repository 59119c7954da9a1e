using SimClr.Core.Data.Downloads;
using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>Published data sets by name: opened where they are in a folder, downloaded to it where they are not.</summary>
/// <remarks>
/// <para>The archive is written to a file that ends in <c>.partial</c>, which a later call resumes if the server still has the same file.
/// Its length and MD5 must be the published ones. Of its content only the expected files are taken, each of exactly its length. They are
/// unpacked to a temporary folder, which gets its name when it is complete. MD5 finds damage, and a mirror cannot make another archive
/// of a given sum; it says nothing about what the data are.</para>
/// <para>An archive that lies in the folder already, under its published name, is unpacked without a download. At most 5 redirects are
/// followed, none from https to http. A proxy is taken from the environment, as everywhere in .NET.</para>
/// <para>A second caller, in this process or another one, waits for the first. Thread-safe.</para>
/// <para>The library's license does not cover the data: see the pages of their authors.</para>
/// </remarks>
/// <example>
/// <code>
/// ImageDataset cifar = await DataSets.Cifar10Async("data");
/// </code>
/// </example>
public static class DataSets
{
    /// <summary>
    /// CIFAR-10: 50,000 training and 10,000 test images of 32 x 32 pixels, ten classes (Krizhevsky, 2009). The download has 170 MB, the
    /// unpacked files 184 MB.
    /// </summary>
    /// <param name="folder">
    /// The files lie in it, or in <c>cifar-10-batches-bin</c> below it, where they are unpacked to. Created if it is missing.
    /// </param>
    /// <param name="options">Defaults where null; copied.</param>
    /// <param name="progress">Told of every piece that is done, on any thread; null for none. Silent if the files are there.</param>
    /// <param name="cancellationToken">Ends waiting, downloading and unpacking. What was downloaded stays for the next call.</param>
    /// <returns>Training and test images, all in memory.</returns>
    /// <exception cref="ArgumentException">The folder is empty text, or the source is no http, https or file address.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="DataSetException">It could not be downloaded or unpacked, or an incomplete copy is in the way.</exception>
    /// <exception cref="ImageReadException">The unpacked files are damaged.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static Task<ImageDataset> Cifar10Async(
        string folder, DataSetOptions? options = null, IProgress<DataSetProgress>? progress = null, CancellationToken cancellationToken = default)
        => OpenAsync(KnownDataSets.Cifar10, folder, options, progress, cancellationToken);

    /// <summary>
    /// CIFAR-100: 50,000 training and 10,000 test images of 32 x 32 pixels, with the labels of its 100 fine classes (Krizhevsky, 2009).
    /// The download has 169 MB, the unpacked files 184 MB. <see cref="CifarSource.Open"/> reads the coarse labels from the same files.
    /// </summary>
    /// <param name="folder">
    /// The files lie in it, or in <c>cifar-100-binary</c> below it, where they are unpacked to. Created if it is missing.
    /// </param>
    /// <param name="options"><inheritdoc cref="Cifar10Async" path="/param[@name='options']"/></param>
    /// <param name="progress"><inheritdoc cref="Cifar10Async" path="/param[@name='progress']"/></param>
    /// <param name="cancellationToken"><inheritdoc cref="Cifar10Async" path="/param[@name='cancellationToken']"/></param>
    /// <inheritdoc cref="Cifar10Async" path="/returns"/>
    /// <inheritdoc cref="Cifar10Async" path="/exception"/>
    public static Task<ImageDataset> Cifar100Async(
        string folder, DataSetOptions? options = null, IProgress<DataSetProgress>? progress = null, CancellationToken cancellationToken = default)
        => OpenAsync(KnownDataSets.Cifar100, folder, options, progress, cancellationToken);

    /// <summary>
    /// STL-10: 5,000 training and 8,000 test images of 96 x 96 pixels in ten classes, and 100,000 without labels, which are
    /// <see cref="ImageDataset.Unlabeled"/> (Coates, Ng and Lee, 2011). The download has 2.6 GB, the unpacked files 3.1 GB.
    /// </summary>
    /// <param name="folder">
    /// The files lie in it, or in <c>stl10_binary</c> below it, where they are unpacked to. Created if it is missing.
    /// </param>
    /// <param name="options"><inheritdoc cref="Cifar10Async" path="/param[@name='options']"/></param>
    /// <param name="progress"><inheritdoc cref="Cifar10Async" path="/param[@name='progress']"/></param>
    /// <param name="cancellationToken"><inheritdoc cref="Cifar10Async" path="/param[@name='cancellationToken']"/></param>
    /// <returns>Sources that read each image from its file when it is asked for.</returns>
    /// <inheritdoc cref="Cifar10Async" path="/exception"/>
    public static Task<ImageDataset> Stl10Async(
        string folder, DataSetOptions? options = null, IProgress<DataSetProgress>? progress = null, CancellationToken cancellationToken = default)
        => OpenAsync(KnownDataSets.Stl10, folder, options, progress, cancellationToken);

    /// <summary>Opens any description; what the public methods are made of.</summary>
    internal static async Task<ImageDataset> OpenAsync(
        DataSetDescription description,
        string folder,
        DataSetOptions? options,
        IProgress<DataSetProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options = OptionsGuard.Validate(options ?? new DataSetOptions(), new DataSetOptionsValidator()).Copy();
        if (options.Source is { } source && !IsReadable(source))
        {
            string expected = $"{nameof(DataSetOptions)}.{nameof(DataSetOptions.Source)} must be an absolute http, https or file address";
            throw new ArgumentException($"{expected}, but is {source}.", nameof(options));
        }

        DataSetInstallation installation = new(description, options, progress);
        string files = await installation.RequireAsync(Path.GetFullPath(folder), cancellationToken).ConfigureAwait(false);
        return ImageDataset.Open(files);
    }

    private static bool IsReadable(Uri source)
        => source.IsAbsoluteUri && (source.IsFile || source.Scheme == Uri.UriSchemeHttp || source.Scheme == Uri.UriSchemeHttps);
}
