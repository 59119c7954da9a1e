using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Commands;

namespace SimClr.Tool.Tests.Commands;

/// <summary>The whole way, from a folder of pictures and a network of one's own to an answer of the page's server.</summary>
public sealed partial class ExploreCommandTests(PhotoFolder photos) : IClassFixture<PhotoFolder>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Explore_OwnNetwork_MapsAndPlacesByIt()
    {
        string run = photos.Beside("run"), onnx = photos.Beside("own.onnx");
        ToolCall.Of("pretrain", photos.Folder, "--epochs", "1", "--output", run).Code.Should().Be(ExitCode.Done);
        string checkpoints = Path.Combine(run, "checkpoints");
        ToolCall.Of("export", checkpoints, "--output", onnx).Code.Should().Be(ExitCode.Done);

        foreach (string model in (string[])[checkpoints, Directory.GetFiles(checkpoints).Single(), onnx])
        {
            (int dimension, JsonElement answer) = await SearchAsync(model);

            dimension.Should().Be(256, $"{model} is a ResNet-10 of 32 channels");
            answer.GetProperty("matches")[0].GetProperty("similarity").GetDouble().Should().BeApproximately(1, 1e-3);
            answer.GetProperty("place").GetArrayLength().Should().Be(2);
        }
    }

    [Fact]
    public void Explore_FileThatIsNoModel_SaysWhatWouldBe()
    {
        string file = photos.Beside("encoder.safetensors");
        File.WriteAllText(file, "no weights");

        ToolCall call = ToolCall.Of("explore", photos.Folder, "--model", file, "--output", photos.Beside("none"));

        call.Code.Should().Be(ExitCode.Failed);
        call.Messages.Should().Contain(file).And.NotContain("   at ");
    }

    // Serves, waits for the map, drops a picture of the collection, and ends as Ctrl-C does.
    private async Task<(int Dimension, JsonElement Answer)> SearchAsync(string model)
    {
        using CancellationTokenSource ctrlC = new(Patience);
        using StringWriter text = new();
        TextWriter output = TextWriter.Synchronized(text);
        InvocationConfiguration streams = new() { Output = output, Error = TextWriter.Null, EnableDefaultExceptionHandler = false };
        Task<int> command = new SimClrCommand().Parse(["explore", photos.Folder, "--model", model, "--output", photos.Beside("explored")])
            .InvokeAsync(streams, ctrlC.Token);
        Uri address = new((await WaitAsync(() => Address().Match(Read()) is { Success: true } match ? match.Value : null, command))!);
        using HttpClient client = new() { BaseAddress = new Uri(address, "/") };
        (await client.GetAsync(address)).EnsureSuccessStatusCode();
        while (!(await client.GetFromJsonAsync<JsonElement>("api/progress")).GetProperty("hasMap").GetBoolean())
            await Task.Delay(20, ctrlC.Token);
        int dimension = (await client.GetFromJsonAsync<JsonElement>("api/collection")).GetProperty("dimension").GetInt32();
        using ByteArrayContent picture = new(await File.ReadAllBytesAsync(photos.In("red/3.png")));
        using HttpResponseMessage answer = await client.PostAsync("api/search?count=5", picture);
        JsonElement found = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        await ctrlC.CancelAsync();
        (await command).Should().Be(ExitCode.Done);
        return (dimension, found);

        // A synchronized writer locks itself.
        string Read()
        {
            lock (output)
                return text.ToString();
        }
    }

    private static async Task<string?> WaitAsync(Func<string?> find, Task command)
    {
        string? found;
        while ((found = find()) is null && !command.IsCompleted)
            await Task.Delay(20);
        if (found is null)
            await command;
        return found;
    }

    [GeneratedRegex("http://127[^\\s]+token=[0-9a-f]{64}")]
    private static partial Regex Address();
}
