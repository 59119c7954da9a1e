using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SimClr.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Outside;

internal sealed class SignDescentOptions
{
    public double RatePerImage { get; set; } = 1e-4;
}

/// <summary>signSGD (Bernstein et al. 2018): each weight moves by the learning rate, against the sign of its gradient.</summary>
internal sealed class SignDescent : OptimizerHelper
{
    public SignDescent(IEnumerable<Parameter> parameters, double rate)
    {
        OptimizerOptions options = new() { LearningRate = rate, InitialLearningRate = rate };
        _parameter_groups = [new ParamGroup { Parameters = parameters, Options = options }];
    }

    public override Tensor step(Func<Tensor> closure = null!) => _step<ParamGroup>(
        group => group.Parameters.Where(p => p.grad is not null).ToList().ForEach(p => p.add_(p.grad!.sign(), alpha: -group.LearningRate)),
        closure);
}

internal static class SignDescentRun
{
    public static void Train()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SimClr:Optimizer:Kind"] = "SignDescent", ["SimClr:Optimizer:RatePerImage"] = "0.001", ["SimClr:Schedule"] = "Constant",
        }).Build();
        using ServiceProvider services = new ServiceCollection()
            .AddSimClrOptimizer<SignDescentOptions>(
                "SignDescent", (run, options) => new SignDescent(run.Model.parameters(), options.RatePerImage * run.BatchSize))
            .AddSimClr(configuration.GetSection("SimClr"), (builder, _) => SmallRun.Configure(builder)).BuildServiceProvider();
        using SimClrPipeline simclr = services.GetRequiredService<ISimClrPipelineFactory>().Create();
        SmallRun.Print("rate", simclr.Train().Epochs[^1].LearningRate);
    }
}
