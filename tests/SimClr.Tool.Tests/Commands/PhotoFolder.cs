using SimClr.Tool.Tests.Support;
using SkiaSharp;

namespace SimClr.Tool.Tests.Commands;

/// <summary>A folder of two classes with a copy, a black picture and two files that are no pictures in it, and a workspace beside it.</summary>
public sealed class PhotoFolder : IDisposable
{
    public const int PerClass = 8;

    /// <summary>Both classes, the copy and the black one.</summary>
    public const int Pictures = 2 * PerClass + 2;

    private readonly TemporaryFolder _folder = new();

    public PhotoFolder()
    {
        for (int i = 0; i < PerClass; i++)
        {
            ColorPicture.Write(In($"blue/{i}.png"), SKColors.Navy, i);
            ColorPicture.Write(In($"red/{i}.png"), SKColors.Firebrick, i);
        }

        File.Copy(In("red/3.png"), In("blue/copy of red 3.png"));
        Black(In("red/black.png"));
        File.WriteAllText(In("red/broken.jpg"), "no picture");
        File.WriteAllBytes(In("blue/empty.png"), []);
        ToolCall.Of("embed", Folder, "--output", Workspace).Code.Should().Be(0);
    }

    public string Folder => _folder.Combine("photos");

    public string Workspace => _folder.Combine("results");

    /// <summary>A file or folder for one test.</summary>
    public string Beside(string name) => _folder.Combine(name);

    public string In(string name) => _folder.Combine("photos", name);

    public void Dispose() => _folder.Dispose();

    private static void Black(string path)
    {
        using SKBitmap bitmap = new(32, 32, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(SKColors.Black);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}
