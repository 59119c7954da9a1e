using System.Text.Json.Serialization;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>
/// How well two views of a held-out image find each other among those of others, and how sharp the softmax is (paper, Table 5).
/// </summary>
internal sealed record ContrastCell(PretrainingCell Pretraining, int Images) : Cell
{
    public const string Accuracy = "contrastive accuracy";
    public const string Entropy = "entropy";

    private const int BatchImages = 256;
    private const long ViewSeed = 5;

    [JsonIgnore]
    public override string Title => $"contrastive accuracy of {Pretraining.Title}";

    [JsonIgnore]
    public override IReadOnlyList<Cell> Needs => [Pretraining];

    public override double Work(StudyData data)
        => 2.0 * Math.Min(Images, data.Test.Count) * NetworkWork.Forward(Pretraining.Recipe, Pretraining.Recipe.ViewSize);

    public override IReadOnlyDictionary<string, double> Run(CellContext context)
    {
        using SimClrPipeline pipeline = Pretraining.Load(context);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (Tensor first, Tensor second) = Embed(pipeline, context);
        bool normalized = Pretraining.Recipe.Loss != LossKind.NtXentUnnormalized;
        // z: [2N, D], logits: [2N, 2N]
        Tensor z = cat([first, second]);
        z = normalized ? nn.functional.normalize(z, dim: 1) : z;
        int count = (int)z.shape[0];
        using Scalar t = Pretraining.Recipe.Temperature, never = double.NegativeInfinity, zero = 0;
        Tensor itself = eye(count, dtype: ScalarType.Bool);
        Tensor logits = z.mm(z.t()).div(t).masked_fill(itself, never);
        Tensor partners = tensor([.. Enumerable.Range(0, count).Select(i => (i + count / 2L) % count)]);
        Tensor logProbabilities = nn.functional.log_softmax(logits, dim: 1);
        Tensor entropies = logProbabilities.exp().mul(logProbabilities.masked_fill(itself, zero)).sum(1).neg();
        return new Dictionary<string, double>
        {
            [Accuracy] = logits.argmax(1).eq(partners).to(ScalarType.Float64).mean().item<double>(),
            [Entropy] = entropies.mean().to(ScalarType.Float64).item<double>(),
        };
    }

    private (Tensor First, Tensor Second) Embed(SimClrPipeline pipeline, CellContext context)
    {
        SubsetSource images = SubsetSource.Balanced(context.Data.Test, Math.Min(Images, context.Data.Test.Count));
        AugmentationPipeline augmentation = Operations.Parse(Pretraining.Recipe.Augmentation, Pretraining.Recipe.ViewSize);
        ViewLoader loader = new(images, new ViewGenerator(ViewSeed, augmentation), new ViewLoaderOptions { Workers = context.Threads });
        EpochSampler sampler = new(images.Count, Math.Min(BatchImages, images.Count), seed: ViewSeed, dropLast: false);
        SimClrModel model = pipeline.Model;
        model.eval();
        List<Tensor> first = [], second = [];
        foreach (TrainingBatch batch in loader.Load(sampler.Requests(epoch: 0)))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            Tensor[] views = model.call(batch.ToTensor(0, CPU)).Embedding.chunk(2);
            first.Add(views[0]);
            second.Add(views[1]);
        }

        return (cat(first), cat(second));
    }
}
