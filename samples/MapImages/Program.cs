// Draws a map of a folder's pictures by a network that saw ImageNet. Usage: dotnet run -c Release -- FOLDER MAP.png [images], the folder as
// --data of the other samples; its test images are taken, if it has some. Beside the picture lie the vectors (.npz) and the map
// (.safetensors). A file of vectors in place of the folder saves the time that the network takes.
using System.Diagnostics;
using System.Globalization;
using SimClr.Core.Augmentation;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Onnx;
using SimClr.Core.Reporting;
using SimClr.Core.Samples.MapImages;

if (args.Length < 2)
{
    Console.Error.WriteLine("Expected a folder of images or a file of vectors (.npy, .npz, .csv), the picture to write, and how many images at most.");
    return 1;
}

Stopwatch clock = Stopwatch.StartNew();
using EmbeddingSet embeddings = File.Exists(args[0]) ? EmbeddingSet.Load(args[0]) : Embed(args[0]);
Console.WriteLine($"{embeddings.Count} vectors of {embeddings.Dimension} values after {Seconds()}");

clock.Restart();
using TerminalProgress progress = new("steps of the map");
EmbeddingMap map = EmbeddingMap.Fit(embeddings, progress: progress);
Console.WriteLine($"map after {Seconds()}");
map.Save(Path.ChangeExtension(args[1], ".safetensors"));
ScatterPlot picture = ScatterPlot.Of(map, embeddings);
picture.Title = $"{map.Count} images";
picture.Save(args[1]);

clock.Restart();
MapQuality quality = MapQuality.Measure(embeddings, map.Points, Math.Clamp((map.Count - 1) / 2, 1, 15));
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"trustworthiness {quality.Trustworthiness:0.0000}, continuity {quality.Continuity:0.0000}, neighbors in common {quality.NeighborOverlap:0.000}, ")
    + $"k {quality.NeighborCount}, of {quality.ImageCount} images, after {Seconds()}");
return 0;

EmbeddingSet Embed(string folder)
{
    ImageDataset data = ImageDataset.Open(folder);
    IImageSource images = data.Test ?? data.Training;
    int count = args.Length > 2 ? Math.Min(images.Count, int.Parse(args[2], CultureInfo.InvariantCulture)) : images.Count;
    using OnnxImageEmbedder network = new(Network.Path, new OnnxImageEmbedderOptions { Preprocessing = ImagePreprocessing.MlNetResNet18 });
    EmbeddingSet set = EmbeddingSet.Of(network, SubsetSource.Balanced(images, count));
    set.Save(Path.ChangeExtension(args[1], ".npz"));
    return set;
}

string Seconds() => string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.0} s");
