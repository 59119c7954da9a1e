using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SimClr.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Outside;

internal sealed class SignDescentOptions { public double RatePerImage { get; set; } = 1e-4; }

/// <summary>signSGD (Bernstein et al. 2018): each weight moves by the learning rate, against the sign of its gradient.</summary>
internal sealed class SignDescent : OptimizerHelper
{
    public SignDescent(IEnumerable<Parameter> parameters, OptimizerOptions options)
        => _parameter_groups = [new ParamGroup { Parameters = parameters, Options = options }];

    public override Tensor step(Func<Tensor> closure = null!) => _step<ParamGroup>(
        group => group.Parameters.Where(p => p.grad is not null).ToList().ForEach(p => p.add_(p.grad!.sign(), alpha: -group.LearningRate)),
        closure);

    public static SignDescent Create(OptimizerContext run, SignDescentOptions options)
        => new(run.Model.parameters(), new OptimizerOptions { LearningRate = options.RatePerImage * run.BatchSize });
}

internal static class SignDescentRun
{
    // As in appsettings.json.
    private static readonly KeyValuePair<string, string?>[] Settings =
        [new("Optimizer:Kind", "SignDescent"), new("Optimizer:RatePerImage", "0.001"), new("Schedule", "Constant")];

    public static void Train()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddSimClrOptimizer<SignDescentOptions>("SignDescent", SignDescent.Create)
            .AddSimClr(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build(), (builder, _) => SmallRun.Configure(builder))
            .BuildServiceProvider();
        using SimClrPipeline simclr = services.GetRequiredService<ISimClrPipelineFactory>().Create();
        SmallRun.Print("rate", simclr.Train().Epochs[^1].LearningRate);
    }
}
