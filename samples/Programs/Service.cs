// In a host: options from configuration, the pipeline from the container. All options that are wrong are named at once.
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
#:package Microsoft.Extensions.Hosting
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SimClr.Core;
using SimClr.Core.Data;
using SimClr.Core.Training;

Dictionary<string, string?> settings = new()   // usually in appsettings.json
{
    ["SimClr:Augmentations:Kind"] = "Cifar",
    ["SimClr:Augmentations:Size"] = "16",
    ["SimClr:Encoder:Kind"] = "ResNet10",
    ["SimClr:Encoder:Stem"] = "Cifar",
    ["SimClr:Encoder:WidthMultiplier"] = "0.125",
    ["SimClr:Training:BatchSize"] = "64",
    ["SimClr:Training:Epochs"] = "2",
};
TrainingResult result = Run(settings);
Console.WriteLine($"{result.Epochs.Count} epochs, {result.Steps} steps");

settings["SimClr:Training:Epochs"] = "-2";
settings["SimClr:Encoder:WidthMultiplier"] = "0";
try
{
    Run(settings);
}
catch (OptionsValidationException exception)
{
    Console.WriteLine($"{exception.Failures.Count()} mistakes");
}

static TrainingResult Run(Dictionary<string, string?> settings)
{
    HostApplicationBuilder application = Host.CreateEmptyApplicationBuilder(null);
    application.Configuration.AddInMemoryCollection(settings);
    application.Services.AddSingleton<IImageSource>(_ => new SyntheticSource(new SyntheticOptions { Count = 128 }));
    application.Services.AddSimClr(
        application.Configuration.GetSection("SimClr"),
        (builder, provider) => builder.UseImages(provider.GetRequiredService<IImageSource>()));
    using IHost host = application.Build();
    using SimClrPipeline simclr = host.Services.GetRequiredService<ISimClrPipelineFactory>().Create();
    return simclr.Train();
}

// Prints:
// 2 epochs, 4 steps
// 2 mistakes
