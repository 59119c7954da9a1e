using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SimClr.Tool.Explore;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.Explore;

public sealed class ExploreServerTests(ServedCollection served) : IClassFixture<ServedCollection>
{
    [Fact]
    public void Address_Started_IsOfLoopbackWithAToken()
        => served.Server.Address.Should().Match<Uri>(address => address.Host == "127.0.0.1" && address.Query.Length == "?token=".Length + 64);

    [Fact]
    public async Task Start_TakenPort_SaysSo()
        => (await FluentActions.Awaiting(() => ExploreServer.StartAsync(served.Collection.Exhibition, served.Server.Address.Port, CancellationToken.None))
            .Should().ThrowAsync<SimClr.Tool.CommandLine.ToolException>()).WithMessage($"*port {served.Server.Address.Port}*");

    [Theory]
    [InlineData("/")]
    [InlineData("/app.js")]
    [InlineData("/api/collection")]
    [InlineData("/api/pictures/0/image")]
    [InlineData("/?token=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/?token=")]
    public async Task Request_WithoutCookie_IsRefused(string path)
    {
        using HttpClient stranger = served.NewClient();
        (await StatusOf(stranger, path)).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_UsedBefore_IsRefused()
    {
        using HttpClient stranger = served.NewClient();
        (await StatusOf(stranger, served.Server.Address.PathAndQuery)).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_UsedAgainWithItsCookie_LeadsToThePage()
        => (await StatusOf(served.Client, served.Server.Address.PathAndQuery)).Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task Token_FirstUse_GivesAStrictCookieAndLeadsAway()
    {
        await using ExploreServer server = await ExploreServer.StartAsync(served.Collection.Exhibition, 0, CancellationToken.None);
        using HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

        using HttpResponseMessage answer = await client.GetAsync(server.Address);

        answer.StatusCode.Should().Be(HttpStatusCode.SeeOther);
        answer.Headers.Location.Should().Be(new Uri("/", UriKind.Relative));
        answer.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant().Should().Contain("httponly").And.Contain("samesite=strict");
    }

    [Theory]
    [InlineData("example.com", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("localhost:PORT", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:PORT", HttpStatusCode.OK)]
    public async Task Request_OfAnyHost_IsAnsweredForThisMachineOnly(string host, HttpStatusCode expected)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/collection");
        request.Headers.Host = host.Replace("PORT", $"{served.Server.Address.Port}", StringComparison.Ordinal);
        (await StatusOf(served.Client, request)).Should().Be(expected);
    }

    [Theory]
    [InlineData("Origin", "http://example.com")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Request_OfAnotherSite_IsRefused(string header, string value)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/tags") { Content = JsonContent.Create(new { name = "mine", pictures = new[] { 1 }, isOn = true }) };
        request.Headers.Add(header, value);
        (await StatusOf(served.Client, request)).Should().Be(HttpStatusCode.Forbidden);
        served.Collection.Exhibition.Tags.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/pictures/..%2f..%2f..%2fetc%2fpasswd/image")]
    [InlineData("/api/pictures/%2fetc%2fpasswd/image")]
    [InlineData("/api/pictures/-1/image")]
    [InlineData("/api/pictures/90/image")]
    [InlineData("/api/pictures/90")]
    [InlineData("/api/pictures/-1/neighbors")]
    [InlineData("/api/pictures/99999999999999999999/thumbnail")]
    [InlineData("/Explore/Page/app.js")]
    [InlineData("/SimClr.Tool.dll")]
    public async Task Request_OutsideThePage_IsNotFound(string path)
    {
        // As it is: HttpClient would tidy it up.
        string answer = await SendRaw($"GET {path} HTTP/1.1");
        answer.Should().StartWith("HTTP/1.1 404");
    }

    [Fact]
    public async Task Image_LinkOutOfTheFolder_IsNotFound()
    {
        using TemporaryFolder elsewhere = new();
        ColorPicture.Write(elsewhere.Combine("secret.png"), SkiaSharp.SKColors.Black, 1);
        File.Delete(served.Collection.PathOf(7));
        File.CreateSymbolicLink(served.Collection.PathOf(7), elsewhere.Combine("secret.png"));

        (await StatusOf(served.Client, "/api/pictures/7/image")).Should().Be(HttpStatusCode.NotFound);
        (await StatusOf(served.Client, "/api/pictures/7/thumbnail")).Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Image_NoPictureAnyMore_IsNotSent()
    {
        File.WriteAllText(served.Collection.PathOf(8), "secret");
        using HttpResponseMessage answer = await served.Client.GetAsync("/api/pictures/8/image");
        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("secret");
    }

    [Fact]
    public async Task Search_HugeUpload_IsRefusedBeforeItIsRead()
    {
        string answer = await SendRaw("POST /api/search HTTP/1.1", $"Content-Length: {ExploreServer.MaximumUploadBytes + 1L}");
        answer.Should().StartWith("HTTP/1.1 413");
    }

    [Fact]
    public async Task Search_Picture_IsAnsweredWithItsPlaceAndAPreview()
    {
        using ByteArrayContent file = new(await File.ReadAllBytesAsync(served.Collection.PathOf(50)));
        using HttpResponseMessage sent = await served.Client.PostAsync("/api/search?count=3", file);
        JsonElement answer = await sent.Content.ReadFromJsonAsync<JsonElement>();

        answer.GetProperty("matches").GetArrayLength().Should().Be(3);
        answer.GetProperty("matches")[0].GetProperty("index").GetInt32().Should().Be(50);
        answer.GetProperty("place").Deserialize<float[]>().Should().Equal(ExampleCollection.Points()[50].X, ExampleCollection.Points()[50].Y);
        answer.GetProperty("preview").GetBytesFromBase64()[..4].Should().Equal("RIFF"u8.ToArray(), "it is a WebP file");
    }

    [Fact]
    public async Task Search_NoPicture_SaysWhy()
    {
        using HttpResponseMessage answer = await served.Client.PostAsync("/api/search", new StringContent("no picture"));
        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Page_Sent_MayLoadFromHereOnly()
    {
        using HttpResponseMessage answer = await served.Client.GetAsync("/");
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().StartWith("default-src 'none';").And.NotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Single().Should().Be("nosniff");
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single().Should().Be("same-origin");
        (await answer.Content.ReadAsStringAsync()).Should().Contain("<canvas").And.NotContain("https:").And.NotContain("onclick=");
    }

    [Fact]
    public async Task Points_Sent_AreThoseOfTheMapWithClassesAndClusters()
    {
        byte[] content = await served.Client.GetByteArrayAsync("/api/points");
        content.Should().HaveCount(ExampleCollection.Count * 12);
        BitConverter.ToSingle(content, 0).Should().Be(ExampleCollection.Points()[0].X);
        BitConverter.ToInt16(content, ExampleCollection.Count * 8 + 2 * 89).Should().Be(2, "the last is red, the third class");
    }

    [Fact]
    public async Task Tags_NameOfControlCharacters_IsRefused()
    {
        using HttpResponseMessage answer = await served.Client.PostAsJsonAsync("/api/tags", new { name = "a\nb", pictures = new[] { 1 }, isOn = true });
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Export_Pictures_IsAPathALine()
    {
        using HttpResponseMessage answer = await served.Client.PostAsJsonAsync("/api/export", new[] { 0, 89 });
        (await answer.Content.ReadAsStringAsync()).Should().Be("blue/00.png\nred/29.png\n");
    }

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, HttpRequestMessage request)
    {
        using HttpResponseMessage answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<string> SendRaw(string start, string header = "Accept: */*")
    {
        await using ExploreServer server = await ExploreServer.StartAsync(served.Collection.Exhibition, 0, CancellationToken.None);
        using HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        using HttpResponseMessage entered = await client.GetAsync(server.Address);
        string cookie = entered.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using TcpClient connection = new("127.0.0.1", server.Address.Port);
        await using NetworkStream stream = connection.GetStream();
        string request = $"{start}\r\nHost: 127.0.0.1:{server.Address.Port}\r\nCookie: {cookie}\r\n{header}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using StreamReader reader = new(stream);
        return await reader.ReadLineAsync() ?? "";
    }
}
