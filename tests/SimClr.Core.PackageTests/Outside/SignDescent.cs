using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SimClr.Core;
using SimClr.Core.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Outside;

internal sealed class SignDescentOptions { public double RatePerImage { get; set; } = 1e-4; }

/// <summary>signSGD (Bernstein et al. 2018): each weight moves by the learning rate, against the sign of its gradient.</summary>
internal sealed class SignDescent : OptimizerHelper, IStatefulOptimizer
{
    public SignDescent(nn.Module model, double rate)
        => _parameter_groups = [new ParamGroup { Parameters = model.parameters(), Options = new OptimizerOptions { LearningRate = rate } }];

    public override Tensor step(Func<Tensor> closure = null!) => _step<ParamGroup>(
        group => group.Parameters.Where(p => p.grad is not null).ToList().ForEach(p => p.add_(p.grad!.sign(), alpha: -group.LearningRate)),
        closure);

    public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor>(); // a step remembers nothing
    public void LoadState(IReadOnlyDictionary<string, Tensor> state) { }
}

internal static class SignDescentRun
{
    private static readonly IConfiguration Settings = new ConfigurationBuilder().AddInMemoryCollection( // as in appsettings.json
        [new("Optimizer:Kind", "SignDescent"), new("Optimizer:RatePerImage", "0.001"), new("Schedule", "Constant")]).Build();

    public static void Train(string folder)
    {
        using ServiceProvider services = new ServiceCollection()
            .AddSimClrOptimizer<SignDescentOptions>("SignDescent", (run, o) => new SignDescent(run.Model, o.RatePerImage * run.BatchSize))
            .AddSimClr(Settings, (builder, _) => SmallRun.Configure(builder).UseCheckpoints(folder))
            .BuildServiceProvider();
        using SimClrPipeline simclr = services.GetRequiredService<ISimClrPipelineFactory>().Create();
        SmallRun.Print("rate", simclr.Train().Epochs[^1].LearningRate);
    }
}
