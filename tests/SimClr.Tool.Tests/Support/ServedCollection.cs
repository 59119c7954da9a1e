using SimClr.Tool.Explore;

namespace SimClr.Tool.Tests.Support;

/// <summary>The example collection behind a server, and a client that was let in.</summary>
public sealed class ServedCollection : IAsyncLifetime
{
    internal ExampleCollection Collection { get; } = new ExampleCollection().Prepare();

    internal ExploreServer Server { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await ExploreServer.StartAsync(Collection.Exhibition, 0, CancellationToken.None);
        Client = NewClient();
        using HttpResponseMessage entered = await Client.GetAsync(Server.Address);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Collection.Dispose();
    }

    /// <summary>A client that nobody has let in.</summary>
    internal HttpClient NewClient() => new() { BaseAddress = new Uri(Server.Address, "/") };
}
