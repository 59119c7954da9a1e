// Trains an encoder on a folder of pictures without labels, writes a vector for each picture, and finds pictures that look alike.
//
//   dotnet run -c Release -- pictures                    trains, or continues where an interrupted run ended
//   dotnet run -c Release -- pictures pictures/cat.jpg   the same, then lists the pictures most like cat.jpg
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Reporting;
using SimClr.Core.Training;

const int ImageSize = 96;   // side of the views that the encoder sees, in pixels
const int Epochs = 50;      // passes over the pictures; a good representation takes some thousand steps
const int BatchSize = 128;  // pictures per step, each in two views

if (args is not ([_] or [_, _]))
{
    Console.Error.WriteLine("Expected a folder of pictures, and perhaps a picture to search for.");
    return 2;
}

// Photographs are scaled down while they are decoded: crops need no more than twice the size of a view.
string folder = args[0];
ImageFolderOptions reading = new() { Decoding = { MinimumDecodeSide = 2 * ImageSize } };
IImageSource pictures = ImageDataset.Open(folder, reading).Training;

// Ctrl-C ends the run after the current step, with a checkpoint.
using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

using TerminalProgress progress = new();
using SimClrPipeline simclr = new SimClrBuilder()
    .UseImages(pictures)
#if (SmallImages)
    .UseAugmentations(SimClrAugmentations.Cifar(ImageSize, o => o.MinimumArea = 0.12))
    .UseEncoder(ResNetDepth.ResNet18, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.5))
#else
    .UseAugmentations(SimClrAugmentations.ImageNet(ImageSize))
    .UseEncoder(ResNetDepth.ResNet18, o => o.WidthMultiplier = 0.5)
#endif
    .UseNtXentLoss(temperature: 0.1)
    .UseSgd(o => o.LearningRate = 0.12)
    .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Seed) = (Epochs, Math.Min(BatchSize, pictures.Count), 1))
    .UseCheckpoints("checkpoints", o => o.Resume = ResumeMode.IfPresent)
    .UseCallback(progress)
    .UseLogger(progress.Logger)
    .Build();
TrainingResult run = simclr.Train(cancellationToken: stop.Token);
if (run.Canceled)
{
    Console.Error.WriteLine("Interrupted. The same command continues the run.");
    return 130;
}

// Python reads this file, too. simclr.ExportOnnx("encoder.onnx") writes the encoder for SimClr.Core.Onnx and other runtimes.
simclr.Encoder.SaveWeights("encoder.safetensors");

using ImageEmbedder embedder = simclr.CreateEmbedder();
using TerminalProgress embedded = new("embedded");
using EmbeddingSet vectors = EmbeddingSet.Of(await embedder.EmbedFolderAsync(folder, embedded).ToListAsync(), modelId: embedder.ModelId);
vectors.Save("embeddings.npz");   // numpy.load("embeddings.npz")["vectors"]
Console.WriteLine($"{vectors.Count} pictures, {vectors.Dimension} values each: embeddings.npz");

if (args is [_, string picture])
    foreach (EmbeddingMatch match in new EmbeddingSearch(vectors).Find(embedder.Embed(picture), count: 5))
        Console.WriteLine($"{match.Similarity:0.000}  {vectors.GetPath(match.Index)}");
return 0;
