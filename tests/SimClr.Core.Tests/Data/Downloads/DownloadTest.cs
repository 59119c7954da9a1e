using System.Collections.Concurrent;
using SimClr.Core.Data;
using SimClr.Core.Data.Downloads;

namespace SimClr.Core.Tests.Data.Downloads;

/// <summary>What tests of downloads share: a folder, an archive, and how both come together.</summary>
public abstract class DownloadTest : IDisposable
{
    protected const string Tag = "\"first\"";

    private protected TemporaryFolder Place { get; } = new();

    protected byte[] Archive { get; } = TinyArchive.Sound;

    protected string Partial => Place.At("tiny.tar.gz.partial");

    public void Dispose()
    {
        Place.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<ImageDataset> OpenAsync(
        LoopbackServer server, DataSetOptions? options = null, IProgress<DataSetProgress>? progress = null, CancellationToken cancellationToken = default)
        => OpenAsync(TinyArchive.Describe(Archive, server.Address()), options, progress, cancellationToken);

    private protected Task<ImageDataset> OpenAsync(
        DataSetDescription description, DataSetOptions? options = null, IProgress<DataSetProgress>? progress = null, CancellationToken cancellationToken = default)
        => DataSets.OpenAsync(description, Place.Path, options, progress, cancellationToken);

    private protected async Task<string> FailureAsync(LoopbackServer server, DataSetOptions? options = null)
        => (await FluentActions.Awaiting(() => OpenAsync(server, options)).Should().ThrowAsync<DataSetException>()).Which.Message;

    private protected sealed class Told(ConcurrentQueue<DataSetProgress> reports, Action<DataSetProgress>? react = null) : IProgress<DataSetProgress>
    {
        public void Report(DataSetProgress value)
        {
            reports.Enqueue(value);
            react?.Invoke(value);
        }
    }
}
