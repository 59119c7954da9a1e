// What is wrong with a folder of pictures: the same one twice, dark ones, files that are no pictures.
//   dotnet run Cleanup.cs my-pictures
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core.Curation;
using SkiaSharp;

string folder = args.Length > 0 ? args[0] : Examples.Write("examples");
string[] paths = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()];
IReadOnlyList<ImageFacts> facts = ImageInspector.InspectFiles(paths);

foreach (DuplicateGroup group in DuplicateFinder.Find(facts).Groups)
    foreach (DuplicatePair pair in group.Duplicates)
        Console.WriteLine($"{Path.GetFileName(paths[pair.Second])} is {Path.GetFileName(paths[group.Keep])}: {pair.Reason}");
foreach (ImageIssue issue in ImageIssueFinder.Find(facts))
    Console.WriteLine($"{Path.GetFileName(issue.Path)}: {issue.Kind}");

internal static class Examples
{
    public static string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Draw("stripes.png", (x, y) => x / 8 % 2 * 200 + y / 2);
        File.Copy(Path.Combine(folder, "stripes.png"), Path.Combine(folder, "stripes again.png"), overwrite: true);
        Draw("slope.png", (x, y) => 2 * (x + y) % 256);
        Draw("black.png", (_, _) => 0);
        File.WriteAllText(Path.Combine(folder, "broken.png"), "not a picture");
        return folder;

        void Draw(string name, Func<int, int, int> gray)
        {
            using SKBitmap picture = new(64, 64);
            for (int pixel = 0; pixel < 64 * 64; pixel++)
            {
                byte value = (byte)gray(pixel % 64, pixel / 64);
                picture.SetPixel(pixel % 64, pixel / 64, new SKColor(value, value, value));
            }

            using FileStream file = File.Create(Path.Combine(folder, name));
            picture.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }
}

// Prints:
// stripes.png is stripes again.png: the same pixels
// black.png: Dark
// black.png: Blurry
// slope.png: Blurry
// black.png: LowInformation
// broken.png: Damaged
