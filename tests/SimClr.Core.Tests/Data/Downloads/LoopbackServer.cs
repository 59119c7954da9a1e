using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SimClr.Core.Tests.Data.Downloads;

/// <summary>A web server on this machine that answers each request as a test says, one after the other.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<LoopbackRequest, LoopbackResponse> _answer;
    private readonly Task _work;

    public LoopbackServer(Func<LoopbackRequest, LoopbackResponse> answer)
    {
        _answer = answer;
        _listener.Start();
        _work = Task.Run(ServeAsync);
    }

    /// <summary>What was asked so far.</summary>
    public ConcurrentQueue<LoopbackRequest> Requests { get; } = [];

    public Uri Address(string path = "archive.tar.gz") => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{path}");

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _work.Wait();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A client that went away, or the end.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        LoopbackRequest request = await ReadAsync(stream);
        Requests.Enqueue(request);
        LoopbackResponse response = _answer(request);
        StringBuilder head = new($"HTTP/1.1 {response.Status} Test\r\nConnection: close\r\n");
        if (response.DeclaresLength)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Body.Length}\r\n");
        foreach ((string name, string value) in response.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _end.Token);
        await stream.WriteAsync(response.Body.AsMemory(0, Math.Min(response.CutAfter, response.Body.Length)), _end.Token);
        if (response.Hangs)
            await Task.Delay(Timeout.Infinite, _end.Token);
    }

    private async Task<LoopbackRequest> ReadAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        string path = (await reader.ReadLineAsync(_end.Token) ?? throw new IOException("nothing was asked.")).Split(' ')[1];
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        return new LoopbackRequest(path, headers);
    }
}
