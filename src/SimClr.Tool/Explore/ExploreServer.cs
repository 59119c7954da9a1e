using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Explore.Access;
using SimClr.Tool.Explore.Endpoints;

namespace SimClr.Tool.Explore;

/// <summary>Shows an exhibition to browsers of this machine.</summary>
internal sealed class ExploreServer : IAsyncDisposable
{
    /// <summary>Most bytes of what a browser sends: a picture to search for.</summary>
    public const int MaximumUploadBytes = 64 << 20;

    private readonly WebApplication _application;

    private ExploreServer(WebApplication application, Uri address) => (_application, Address) = (application, address);

    /// <summary>Where to look, with the token.</summary>
    public Uri Address { get; }

    /// <summary>Listens on loopback.</summary>
    /// <param name="exhibition">What to show; borrowed.</param>
    /// <param name="port">Where; 0 for any that is free.</param>
    /// <param name="token">Stops the start.</param>
    /// <exception cref="ToolException">The port is taken.</exception>
    public static async Task<ExploreServer> StartAsync(Exhibition exhibition, int port, CancellationToken token)
    {
        // Empty: neither files of the current folder nor the environment may change where and how it listens.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = MaximumUploadBytes;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, CommandLifetime>();
        WebApplication application = builder.Build();
        AccessGate gate = new();
        application.Use(gate.PassAsync);
        application.UseRouting();
        PageEndpoints.Map(application);
        CollectionEndpoints.Map(application, exhibition);
        PictureEndpoints.Map(application, exhibition);
        SearchEndpoints.Map(application, exhibition);
        TagEndpoints.Map(application, exhibition);
        try
        {
            await application.StartAsync(token);
        }
        catch (IOException taken)
        {
            await application.DisposeAsync();
            throw new ToolException($"Cannot listen on port {port}: {taken.Message}");
        }

        Uri listening = new(application.Urls.Single());
        gate.Open(listening.Port);
        return new ExploreServer(application, new Uri(listening, $"/?token={gate.Token}"));
    }

    public async ValueTask DisposeAsync()
    {
        // Browsers keep connections open; nobody waits for them.
        using CancellationTokenSource now = new(TimeSpan.FromSeconds(1));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    // Ctrl-C is the command's business.
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
