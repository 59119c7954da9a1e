// A small network, pretrained twice in the same time on the same images: by SimCLR alone, and with a teacher, ML.NET's ResNet-18, which saw
// the labels of ImageNet. Usage: dotnet run -c Release -- FOLDER [images] [epochs of SimCLR] [seed]; the folder as --data of the other samples.
using System.Diagnostics;
using System.Globalization;
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distillation;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Models;
using SimClr.Core.Onnx;
using SimClr.Core.Reporting;
using SimClr.Core.Samples.Distillation;

if (args.Length == 0)
{
    Console.Error.WriteLine("Expected a folder of images with labels: CIFAR's binary files, or train/ and test/ with a folder for each class.");
    return 1;
}

(int images, int epochs, int seed) = (Number(1, 2000), Number(2, 60), Number(3, 1));
ImageDataset data = ImageDataset.Open(args[0]);
SubsetSource train = SubsetSource.Balanced(data.Training, images);
IImageSource test = data.Test ?? throw new ArgumentException($"{args[0]} has no test images.");
Console.WriteLine($"{train.Count} images to learn from, {test.Count} to test with; seed {seed}; {Environment.ProcessorCount} processors.");

using TerminalProgress progress = new();
Stopwatch clock = Stopwatch.StartNew();
double seconds;
using (SimClrPipeline alone = Recipe(epochs, views: 2).Build())
{
    alone.Train();
    seconds = clock.Elapsed.TotalSeconds;
    Report("SimCLR alone", alone, seconds, epochs);
}

clock.Restart();
using OnnxImageEmbedder teacher = new(Teacher.Path, new OnnxImageEmbedderOptions { Preprocessing = ImagePreprocessing.MlNetResNet18 });
TeacherVectors vectors = TeacherVectors.Of(teacher, train, progress: progress);
Console.WriteLine($"The teacher took {clock.Elapsed.TotalSeconds:0} s of the {seconds:0} s.");
// One view instead of two: an epoch takes half the time.
int left = (int)Math.Max(1, (seconds - clock.Elapsed.TotalSeconds) / (seconds / epochs / 2));
using (SimClrPipeline student = Recipe(left, views: 1).UseDistillation(vectors).Build())
{
    student.Train();
    Report("with a teacher", student, clock.Elapsed.TotalSeconds, left);
}

return 0;

SimClrBuilder Recipe(int count, int views) => new SimClrBuilder()
    .UseImages(train)
    .UseAugmentations(views, SimClrAugmentations.Cifar(24))
    .UseEncoder(ResNetDepth.ResNet18, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.25))
    .UseSgd(o => (o.LearningRate, o.WeightDecay) = (0.12, 5e-4))
    .UseCallback(progress)
    .ConfigureTraining(o => (o.BatchSize, o.Epochs, o.WarmupEpochs, o.Seed) = (Math.Min(128, train.Count), count, Math.Min(5, count / 5), seed));

void Report(string name, SimClrPipeline simclr, double time, int count)
{
    FeatureExtractorOptions options = new() { Preprocessing = new EvaluationCrop(32) };
    FeatureSet known = simclr.Extract(train, options), unknown = simclr.Extract(test, options);
    double linear = LinearProbe.Fit(known).Accuracy(unknown), neighbors = KnnClassifier.Fit(known).Accuracy(unknown);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-15} {count,4} epochs, {time,5:0} s: linear {linear:0.0 %}, kNN {neighbors:0.0 %}"));
}

int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
