using System.Diagnostics;
using System.Text.Json;

namespace SimClr.Tool.Tests.Explore.Chromium;

/// <summary>A Chromium without a window, in a profile of its own that goes with it.</summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    private static readonly string[] Names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("simclr-chromium-");
    private Process? _process;
    private DevTools? _devTools;

    /// <summary>The program; null if there is none.</summary>
    public static string? Program { get; } = Array.Find(Names, File.Exists);

    public async Task InitializeAsync()
    {
        if (Program is null)
            return;
        ProcessStartInfo start = new(Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in Arguments())
            start.ArgumentList.Add(argument);
        // It puts its socket there, and being killed leaves it.
        start.Environment["TMPDIR"] = _profile.FullName;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _devTools = await DevTools.ConnectAsync(await AddressAsync());
    }

    public async Task DisposeAsync()
    {
        if (_devTools is not null)
            await _devTools.DisposeAsync();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        await DeleteAsync(_profile);
    }

    /// <summary>Opens a page in a window of its own.</summary>
    internal async Task<ChromiumPage> OpenAsync(Uri address, int width = 1400, int height = 900)
    {
        JsonElement target = await _devTools!.SendAsync("Target.createTarget", new { url = "about:blank", newWindow = true });
        string id = target.GetProperty("targetId").GetString()!;
        JsonElement attached = await _devTools.SendAsync("Target.attachToTarget", new { targetId = id, flatten = true });
        ChromiumPage page = new(_devTools, id, attached.GetProperty("sessionId").GetString()!);
        await page.StartAsync(address, width, height);
        return page;
    }

    private IEnumerable<string> Arguments() =>
    [
        "--headless=new", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "--no-first-run", "--disable-extensions",
        "--disable-background-networking", "--disable-component-update",
        // The same everywhere: no graphics processor, and WebGL by the processor for those who ask for it.
        "--disable-gpu", "--enable-unsafe-swiftshader",
        // For root, as in containers.
        .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
    ];

    // The browser writes its port and its path into the profile when it is ready.
    private async Task<Uri> AddressAsync()
    {
        string file = Path.Combine(_profile.FullName, "DevToolsActivePort");
        for (Stopwatch time = Stopwatch.StartNew(); time.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(50))
            if (File.Exists(file) && await File.ReadAllLinesAsync(file) is [string port, string path])
                return new Uri($"ws://127.0.0.1:{port}{path}");
        throw new TimeoutException("Chromium did not start within a minute.");
    }

    // Its children may write for a moment after their parent has gone.
    private static async Task DeleteAsync(DirectoryInfo folder)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(100);
            }
        }
    }
}
