// A classifier of pictures from few labels, in ML.NET, on vectors of an encoder that SimClr.Core exported; and the same encoder inside an
// ML.NET pipeline. Usage: dotnet run -c Release -- encoder.onnx FOLDER [labeled images]; the folder has train/ and test/ with classes.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Onnx;
using SimClr.Core.Samples.MlNet;

if (args.Length < 2)
{
    Console.Error.WriteLine("Expected an ONNX file that SimClr.Core exported, and a folder with train/ and test/.");
    return 1;
}

int labeled = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 500;
ImageDataset data = ImageDataset.Open(args[1]);
IImageSource test = data.Test ?? throw new ArgumentException($"{args[1]} has no test images.");
using OnnxImageEmbedder embedder = new(args[0]);
MLContext ml = new(seed: 1);

// 1. Vectors by SimClr.Core, the classifier by ML.NET.
IDataView known = Vectors(SubsetSource.Balanced(data.Training, labeled)), unknown = Vectors(test);
ITransformer classifier = Classifier().Fit(known);
MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(classifier.Transform(unknown));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{labeled} labels: accuracy {metrics.MicroAccuracy:0.0 %} on {test.Count} test images"));

// 2. The encoder as a step of an ML.NET pipeline, which takes prepared pixels.
ViewShape shape = embedder.Preprocessing.Shape;
OnnxScoringEstimator encoder = ml.Transforms.ApplyOnnxModel(
    outputColumnNames: ["features"],
    inputColumnNames: ["images"],
    modelFile: args[0],
    shapeDictionary: new Dictionary<string, int[]> { ["images"] = [1, shape.Channels, shape.Height, shape.Width] },
    gpuDeviceId: null,
    fallbackToCpu: false);
IDataView pixels = ml.Data.LoadFromEnumerable([new Pixels { Values = Prepared(test.Read(0)) }], Pixels.Schema(shape));
float[] inside = encoder.Fit(pixels).Transform(pixels).GetColumn<float[]>("features").Single();
float[] outside = embedder.Embed(test.Read(0)).ToArray();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"largest difference of both ways: {inside.Zip(outside, (one, other) => Math.Abs(one - other)).Max():0.0e+0}"));
return 0;

IEstimator<ITransformer> Classifier() => ml.Transforms.Conversion.MapValueToKey("Label")
    .Append(ml.Transforms.NormalizeMeanVariance("Features"))
    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());

IDataView Vectors(IImageSource images) => ml.Data.LoadFromEnumerable(
    embedder.Embed(images).Select(image => new Example { Features = image.Vector.ToArray(), Label = images.ClassNames[image.Label!.Value] }).ToArray(),
    Example.Schema(embedder.Dimension));

float[] Prepared(Image image)
{
    View view = new();
    view.Reset(image);
    embedder.Preprocessing.Steps.Apply(view, new(0));
    return view.Pixels.ToArray();
}
