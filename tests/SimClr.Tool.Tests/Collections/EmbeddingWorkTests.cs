using System.CommandLine;
using System.Runtime.Versioning;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Tests.Support;
using SkiaSharp;

namespace SimClr.Tool.Tests.Collections;

public sealed class EmbeddingWorkTests : IDisposable
{
    private const int Count = 6;

    private readonly TemporaryFolder _folder = new();

    public EmbeddingWorkTests()
    {
        for (int i = 0; i < Count; i++)
            ColorPicture.Write(_folder.Combine("photos", $"{i}.png"), SKColors.Navy, i);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Canceled_KeepsWhatWasEmbedded()
    {
        using (CancellationTokenSource stop = new())
        {
            EmbeddingWork first = New(new StoppingEmbedder(4, stop), stop.Token);
            FluentActions.Invoking(first.Run).Should().Throw<OperationCanceledException>();
        }

        EmbeddingWork second = New(new MeanColorEmbedder(), CancellationToken.None);
        second.NewCount.Should().Be(Count - 4);
        second.Run();
        using EmbeddingSet set = second.Keep()!;
        set.Count.Should().Be(Count);
        Enumerable.Range(0, Count).Select(set.GetPath).Should().Equal("0.png", "1.png", "2.png", "3.png", "4.png", "5.png");
    }

    [Fact]
    public void Run_CanceledAtOnce_KeepsNothing()
    {
        using CancellationTokenSource stop = new();
        FluentActions.Invoking(New(new StoppingEmbedder(0, stop), stop.Token).Run).Should().Throw<OperationCanceledException>();
        New(new MeanColorEmbedder(), CancellationToken.None).NewCount.Should().Be(Count);
    }

    [Fact]
    public void Damaged_PictureCutOff_IsNamedOnce()
    {
        byte[] whole = File.ReadAllBytes(_folder.Combine("photos", "1.png"));
        File.WriteAllBytes(_folder.Combine("photos", "1.png"), whole[..(whole.Length / 2)]);
        EmbeddingWork work = New(new MeanColorEmbedder(), CancellationToken.None);
        work.Run();

        DamagedPicture damaged = work.Damaged().Should().ContainSingle().Subject;
        damaged.Path.Should().Be("1.png");
        damaged.Reason.Should().NotContain(_folder.Path).And.Contain("damaged");
    }

    [UserFact]
    [UnsupportedOSPlatform("windows")]
    public void Damaged_FolderThatMayNotBeOpened_IsListedAndEndsNothing()
    {
        DirectoryInfo locked = Directory.CreateDirectory(_folder.Combine("photos", "locked"));
        ColorPicture.Write(Path.Combine(locked.FullName, "0.png"), SKColors.Navy, 0);
        locked.UnixFileMode = UnixFileMode.None;
        try
        {
            EmbeddingWork work = New(new MeanColorEmbedder(), CancellationToken.None);
            work.Count.Should().Be(Count);
            work.Damaged().Should().ContainSingle().Which.Should().Be(new DamagedPicture("locked", "a folder that may not be opened."));
        }
        finally
        {
            locked.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }
    }

    private EmbeddingWork New(IImageEmbedder embedder, CancellationToken token) => new(
        new DirectoryInfo(_folder.Combine("photos")),
        Workspace.Of(new DirectoryInfo(_folder.Combine("photos")), new DirectoryInfo(_folder.Combine("results"))),
        embedder,
        new Session(new InvocationConfiguration { Output = TextWriter.Null, Error = TextWriter.Null }, false, token));

    private sealed class StoppingEmbedder(int after, CancellationTokenSource stop) : IImageEmbedder
    {
        private readonly MeanColorEmbedder _inner = new();

        public int Dimension => _inner.Dimension;

        public string ModelId => _inner.ModelId;

        public int InputChannels => _inner.InputChannels;

        public IEnumerable<ImageEmbedding> Embed(IImageSource images, CancellationToken cancellationToken = default)
        {
            foreach ((int index, ImageEmbedding embedding) in _inner.Embed(images, cancellationToken).Index())
            {
                if (index == after)
                    stop.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
                yield return embedding;
            }
        }

        public void Dispose() => _inner.Dispose();
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UserFactAttribute : FactAttribute
    {
        public UserFactAttribute() => Skip = OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess ? "Only for accounts that may not open everything." : null;
    }
}
