using System.Security.Cryptography;
using System.Text;
using SimClr.Tool.Collections;

namespace SimClr.Tool.Explore.Pictures;

/// <summary>Small pictures, made when they are first asked for and kept as files. A changed picture gets a new one.</summary>
internal sealed class ThumbnailStore(PictureCollection pictures, string folder)
{
    /// <summary>Longest side, in pixels.</summary>
    public const int Side = 128;

    private const int Quality = 80;

    // Not more at a time than there are processors: each holds a decoded picture.
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount).ConcurrentScheduler);
    private int _unfinished;

    /// <summary>The thumbnail of a picture, as WebP.</summary>
    /// <param name="path">The picture's file, as <see cref="PictureFiles"/> gives it.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="SimClr.Core.Data.ImageReadException">The file is damaged.</exception>
    public async Task<byte[]> GetAsync(string path, CancellationToken token)
    {
        string kept = FileOf(PictureStamp.Of(pictures.Folder, path));
        if (File.Exists(kept))
            return await File.ReadAllBytesAsync(kept, token);
        return await _turns.StartNew(() => Make(path, kept), token);
    }

    private string FileOf(PictureStamp picture)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{Side} {Quality} {picture.Bytes} {picture.Modified} {picture.Path}"));
        string name = Convert.ToHexStringLower(digest.AsSpan(0, 16));
        // 256 folders: some file systems are slow with many files in one.
        return Path.Combine(folder, name[..2], $"{name[2..]}.webp");
    }

    private byte[] Make(string path, string kept)
    {
        byte[] thumbnail = PictureRendering.ToWebP(path, Side, Quality);
        Keep(thumbnail, kept);
        return thumbnail;
    }

    // Renamed when it is whole, so that nobody reads half of one. It can be made again, so a full disk is no error.
    private void Keep(byte[] thumbnail, string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string unfinished = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _unfinished)}.tmp";
            File.WriteAllBytes(unfinished, thumbnail);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }
}
