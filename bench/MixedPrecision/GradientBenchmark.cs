using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Data;
using SimClr.Core.Interop;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.MixedPrecision;

/// <summary>
/// The command <c>gradients</c>: how far a step's gradients in single and in mixed precision are from those in double precision, with the
/// initial weights and after some steps. What it exports, gradients_pytorch.py reads.
/// </summary>
internal static class GradientBenchmark
{
    private const int Batches = 8;

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("weights", -10, row => row.Weights),
        new("part", -10, row => row.Part),
        new("fp32", 16, row => row.Fp32, "0.000000"),
        new("bf16", 16, row => row.BFloat16, "0.000000"),
    ];

    public static Command CreateCommand()
    {
        Option<DirectoryInfo> data = new("--data") { Description = "Images of 32 x 32, as for precision.", Required = true };
        data.AcceptExistingOnly();
        Option<int> steps = new("--steps")
        {
            Description = $"Steps in fp32 before the second measurement, at least {Batches}.",
            DefaultValueFactory = _ => 60,
        };
        Option<DirectoryInfo?> export = new("--export")
        {
            Description = "Also write weights and views to this folder, for gradients_pytorch.py.",
        };
        Command command = new("gradients", "Errors of the gradients in fp32 and bf16, by the parts of the model.") { data, steps, export };
        command.SetAction(parsed => Run(parsed.GetValue(data)!, parsed.GetValue(steps), parsed.GetValue(export), parsed));
        return command.WithReport();
    }

    private static void Run(DirectoryInfo data, int steps, DirectoryInfo? export, ParseResult command)
    {
        IImageSource images = ImageDataset.Open(data.FullName).Training;
        int needed = PrecisionTraining.BatchSize * Math.Max(steps, Batches);
        if (images.Count < needed)
        {
            throw new ArgumentException(
                $"{steps} steps need {needed:#,0} images, but {data.FullName} has {images.Count:#,0} for training.");
        }

        images = SubsetSource.Balanced(images, needed, seed: 0);
        using SimClrPipeline single = Build(Precision.Float32);
        using SimClrPipeline mixed = Build(Precision.BFloat16);
        using SimClrPipeline exact = Build(Precision.Float32);
        exact.Model.to(ScalarType.Float64);
        BenchmarkReport<Row> report = BenchmarkReport<Row>.Start(command, Columns);

        Measure("initial");
        single.Train();
        Measure("trained");
        report.Save();

        SimClrPipeline Build(Precision precision)
            => PrecisionTraining.Builder(images, precision).ConfigureTraining(training => training.Epochs = 1).Build();

        void Measure(string name)
        {
            using DisposeScope scope = NewDisposeScope();
            CopyWeights(single.Model, mixed.Model);
            CopyWeights(single.Model, exact.Model);
            List<Tensor> views = Views(images, single);
            GradientError singleError = new();
            GradientError mixedError = new();
            foreach (Tensor batch in views)
            {
                Differentiate(exact.Model, batch.to(ScalarType.Float64));
                Differentiate(single.Model, batch);
                Differentiate(mixed.Model, batch);
                singleError.Add(exact.Model, single.Model);
                mixedError.Add(exact.Model, mixed.Model);
            }

            foreach (string part in singleError.Parts)
                report.Add(new Row(name, part, singleError.Of(part), mixedError.Of(part)));
            if (export is not null)
                Export(Path.Combine(export.FullName, $"{name}.safetensors"), single.Model, views);
        }
    }

    private static void CopyWeights(SimClrModel from, SimClrModel to)
    {
        using IDisposable noGradient = no_grad();
        foreach (((_, Parameter source), (_, Parameter target)) in from.named_parameters().Zip(to.named_parameters()))
            target.copy_(source);
    }

    private static List<Tensor> Views(IImageSource images, SimClrPipeline pipeline)
    {
        ViewLoader loader = new(images, pipeline.Views);
        IEnumerable<BatchRequest> requests = Enumerable.Range(0, Batches).Select(
            batch => new BatchRequest(1, [.. Enumerable.Range(batch * PrecisionTraining.BatchSize, PrecisionTraining.BatchSize)]));
        return [.. loader.Load(requests).Select(views => views.ToTensor(0, CPU))]; // each [2N, C, H, W]
    }

    private static void Differentiate(SimClrModel model, Tensor views)
    {
        using DisposeScope scope = NewDisposeScope();
        using NtXentLoss loss = new(PrecisionTraining.Temperature);
        model.train();
        model.zero_grad();
        Tensor[] embeddings = model.call(views).Embedding.chunk(2);
        loss.call(embeddings[0], embeddings[1]).backward();
    }

    private static void Export(string path, SimClrModel model, IReadOnlyList<Tensor> views)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Dictionary<string, Tensor> tensors = model.named_parameters().ToDictionary(item => item.name, item => (Tensor)item.parameter);
        tensors["views"] = stack(views); // [batches, 2N, C, H, W]
        SafeTensorsFile.Write(path, tensors);
    }

    private sealed record Row(string Weights, string Part, double Fp32, double BFloat16);
}
