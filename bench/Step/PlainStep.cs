using SimClr.Core.Benchmarks.Loss;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>
/// The same training as TorchSharp's users write it: its own layers, default layout, single precision, the whole matrix in NT-Xent.
/// </summary>
internal static class PlainStep
{
    public static StepSubject Prepare(StepCase benchmark)
    {
        random.manual_seed(1);
        PlainResNet encoder = new(benchmark);
        int features = encoder.FeatureDimension;
        Sequential head = nn.Sequential(
            nn.Linear(features, features, hasBias: false),
            nn.BatchNorm1d(features),
            nn.ReLU(),
            nn.Linear(features, StepSubject.EmbeddingLength, hasBias: false),
            nn.BatchNorm1d(StepSubject.EmbeddingLength));
        Sequential model = nn.Sequential(encoder, head);
        model.train();
        optim.Optimizer optimizer = optim.SGD(model.parameters(), StepSubject.LearningRate, StepSubject.Momentum);
        Tensor views = rand(benchmark.Views, 3, benchmark.Side, benchmark.Side); // [2N, C, H, W]
        return new StepSubject(StepSubject.CountParameters(model), () => Run(model, optimizer, views));
    }

    private static Tensor Run(Sequential model, optim.Optimizer optimizer, Tensor views)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor[] z = model.call(views).chunk(2); // [N, D] each
        Tensor loss = LossContender.Plain(z[0], z[1]);
        loss.backward();
        optimizer.step();
        return loss.detach().MoveToOuterDisposeScope();
    }
}
