using SimClr.Core.Data;
using SimClr.Core.Randomness;
using SkiaSharp;

namespace SimClr.Core.Tests.Data;

/// <summary>Damaged files give nothing but the documented exception, whatever the damage, within bounded memory.</summary>
public sealed class DataFuzzTests : IDisposable
{
    private const int MaximumPixels = 1 << 16;
    private const int FilesAtOnce = 16;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CifarFormat.Cifar10)]
    [InlineData(CifarFormat.Cifar100Fine)]
    [InlineData(CifarFormat.Cifar100Coarse)]
    public void CifarSource_DamagedFiles_ReadOrRefused(CifarFormat format)
    {
        byte[] sound = format == CifarFormat.Cifar10 ? CifarRecords.Cifar10(1, 9, 5) : CifarRecords.Cifar100((1, 2), (19, 99));
        Mutator mutator = new(1);
        int read = 0, inputs = Mutator.Inputs(600);
        for (int number = 0; number < inputs; number++)
            read += CifarReads(_folder.Write("mutated.bin", mutator.Mutate(sound, number)), format) ? 1 : 0;

        read.Should().BeInRange(1, inputs - 1, "some damage is in the pixels, some is not");
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    [InlineData(SKEncodedImageFormat.Bmp)]
    [InlineData(SKEncodedImageFormat.Gif)]
    public void ImageFolderSource_DamagedFiles_ReadOrSkipped(SKEncodedImageFormat format)
    {
        Mutator mutator = new(2);
        int read = 0, skipped = 0;
        ForEachFolder(format, Mutator.Inputs(320), mutator.Mutate, () =>
        {
            ImageFolderSource source = Open(cacheBytes: 1L << 40);
            read += source.Count - 1;
            skipped += source.SkippedFiles.Count;
            ReadAll(Open(cacheBytes: 0));
        });

        read.Should().BePositive();
        skipped.Should().BePositive();
    }

    [Fact]
    public void ImageFolderSource_DamagedOrientations_ReadUprightOrAsStored()
    {
        byte[] rgb = PictureFiles.Noise(19, 13);
        byte[] png = PictureFiles.Encode(rgb, 19);
        Mutator mutator = new(4);
        int turned = 0, stored = 0, inputs = Mutator.Inputs(320);
        for (int number = 0; number < inputs; number++)
        {
            byte[] exif = mutator.Mutate(PictureFiles.Exif(6, littleEndian: number % 2 == 0), number);
            _folder.Write("1.png", PictureFiles.WithChunk(png, "eXIf", exif, behindPixels: number % 3 == 0));
            Image image = Open(cacheBytes: 1L << 40).Read(0);
            (turned, stored) = image.Width == 13 ? (turned + 1, stored) : (turned, stored + 1);
            image.Bytes.ToArray().Order().Should().Equal(rgb.Order(), "no pixel is lost");
        }

        (turned + stored).Should().Be(inputs);
        turned.Should().BePositive();
        stored.Should().BePositive();
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    [InlineData(SKEncodedImageFormat.Bmp)]
    [InlineData(SKEncodedImageFormat.Gif)]
    public void ImageFolderSource_DeclaredSizesBeyondTheLimit_RefusedBeforeDecoding(SKEncodedImageFormat format)
    {
        ForEachFolder(format, Mutator.Inputs(64), Enlarge, () =>
        {
            ImageFolderSource source = Open(cacheBytes: 1L << 40);
            source.Count.Should().Be(1);
            source.SkippedFiles
                .Should().HaveCount(FilesAtOnce).And.OnlyContain(file => file.Reason.Contains("more than the 65536 allowed"));
        });

        byte[] Enlarge(byte[] sound, int number)
        {
            RandomStream random = new(3, 0, number);
            int width = (MaximumPixels + 1) / 8 + random.NextInt32(8000);
            return PictureFiles.WithDeclaredSize(sound, format, width, 9 + random.NextInt32(16000));
        }
    }

    /// <summary>Looks at folders of one sound picture and some damaged ones.</summary>
    private void ForEachFolder(SKEncodedImageFormat format, int inputs, Func<byte[], int, byte[]> damage, Action look)
    {
        byte[] rgb = PictureFiles.Noise(19, 13);
        byte[] sound = format switch
        {
            SKEncodedImageFormat.Bmp => PictureFiles.Bmp(rgb, 19),
            SKEncodedImageFormat.Gif => PictureFiles.Gif(PictureFiles.Noise(12, 10), 12),
            _ => PictureFiles.Encode(rgb, 19, format),
        };
        _folder.Write("sound.png", PictureFiles.Encode(rgb, 19));
        for (int first = 0; first < inputs; first += FilesAtOnce)
        {
            for (int number = 0; number < FilesAtOnce; number++)
                _folder.Write($"{number}.jpg", damage(sound, first + number));
            look();
        }
    }

    private ImageFolderSource Open(long cacheBytes)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        ImageFolderSource source = OpenUnmeasured(cacheBytes);
        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan((FilesAtOnce + 1) * (8L * MaximumPixels + (1 << 18)));
        return source;
    }

    private ImageFolderSource OpenUnmeasured(long cacheBytes) => new(_folder.Path, new ImageFolderOptions
    {
        UnreadableImages = UnreadableImages.Skip,
        Decoding = { MaximumPixels = MaximumPixels },
        CacheBytes = cacheBytes,
    });

    private static void ReadAll(ImageFolderSource source)
    {
        for (int index = 0; index < source.Count; index++)
        {
            try
            {
                Image image = source.Read(index);
                (image.Width * image.Height).Should().BeLessThanOrEqualTo(MaximumPixels);
            }
            catch (ImageReadException failure)
            {
                failure.Message.Should().StartWith(source.GetPath(index));
            }
        }
    }

    private static bool CifarReads(string file, CifarFormat format)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            CifarSource source = CifarSource.OpenFiles([file], format);
            for (int index = 0; index < source.Count; index++)
            {
                source.Read(index).Bytes.Length.Should().Be(CifarRecords.PixelBytes);
                source.GetLabel(index).Should().BeInRange(0, source.ClassNames.Count - 1);
            }

            return true;
        }
        catch (ImageReadException failure)
        {
            failure.Message.Should().StartWith(file);
            return false;
        }
        finally
        {
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(2 * new FileInfo(file).Length + (1 << 18));
        }
    }
}
