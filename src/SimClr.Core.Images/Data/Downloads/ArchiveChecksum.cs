using System.Security.Cryptography;

namespace SimClr.Core.Data.Downloads;

/// <summary>Compares an archive with what its authors publish.</summary>
internal sealed class ArchiveChecksum(DataSetDescription description, IProgress<DataSetProgress>? progress)
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Why an archive is not the published one; null if it is.</summary>
    public async Task<string?> ProblemAsync(string archive, CancellationToken cancellationToken)
    {
        using FileStream stream = File.OpenRead(archive);
        if (stream.Length != description.ArchiveBytes)
            return $"expected {description.Name} with {description.ArchiveBytes} bytes, but the file has {stream.Length}";
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        byte[] piece = new byte[PieceBytes];
        while (await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and int read)
        {
            hash.AppendData(piece, 0, read);
            progress?.Report(new DataSetProgress(DataSetStep.Verifying, stream.Position, stream.Length));
        }

        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found == description.Md5 ? null : $"expected {description.Name} with MD5 {description.Md5}, but the file's is {found}";
    }
}
