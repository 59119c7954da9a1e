using System.Formats.Tar;
using System.IO.Compression;
using SimClr.Core.Data;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>Training images of CIFAR-10 in class folders, for tests with <see cref="CifarFactAttribute"/>.</summary>
internal static class CifarImages
{
    private const int Classes = 10;

    /// <summary>The first images of each class; nothing else is unpacked.</summary>
    public static ImageFolderSource Unpack(TemporaryFolder folder, int ofEachClass)
    {
        using FileStream file = File.OpenRead(CifarFactAttribute.Archive);
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        using TarReader archive = new(unzipped);
        Dictionary<string, int> found = [];
        while (found.Values.Sum() < Classes * ofEachClass && archive.GetNextEntry() is { } entry)
        {
            if (entry.Name.Split('/') is not ["train", string name, { Length: > 0 } image] || found.GetValueOrDefault(name) == ofEachClass)
                continue;
            found[name] = found.GetValueOrDefault(name) + 1;
            entry.ExtractToFile(folder.At($"images/{name}/{image}"), overwrite: false);
        }

        return new ImageFolderSource(folder.At("images"));
    }
}
