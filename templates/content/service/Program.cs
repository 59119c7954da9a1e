// Trains an encoder on a folder of pictures without labels, as appsettings.json says. Any of its values can also come from the environment
// (SimClr__Training__Epochs=5) or the command line (--Pretraining:Pictures=/data/pictures).
using SimClr.Core;
using SimClr.Core.Data;
using SimClrService;

HostApplicationBuilder application = Host.CreateApplicationBuilder(args);
PretrainingOptions options = application.Configuration.GetSection("Pretraining").Get<PretrainingOptions>() ?? new();
application.Services.AddSingleton(options);

// Photographs are scaled down while they are decoded: crops need no more than twice the size of a view.
int viewSize = application.Configuration.GetValue("SimClr:Augmentations:Size", 224);
ImageFolderOptions reading = new() { Decoding = { MinimumDecodeSide = 2 * viewSize } };

application.Services.AddSimClr(
    application.Configuration.GetSection("SimClr"),
    (builder, provider) => builder
        .UseImages(ImageDataset.Open(options.Pictures, reading).Training)
        .UseLogger(provider.GetRequiredService<ILogger<SimClrPipeline>>()));
application.Services.AddHostedService<PretrainingService>();

// A stop waits for the current step and its checkpoint.
application.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMinutes(2));

using IHost host = application.Build();
host.Run();
