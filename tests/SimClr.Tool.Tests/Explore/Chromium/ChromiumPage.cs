using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace SimClr.Tool.Tests.Explore.Chromium;

/// <summary>A page, used as a user does: by mouse, keys and files.</summary>
internal sealed class ChromiumPage : IAsyncDisposable
{
    private const int Shift = 8;

    private readonly DevTools _tools;
    private readonly string _target;
    private readonly string _session;

    public ChromiumPage(DevTools tools, string target, string session)
    {
        (_tools, _target, _session) = (tools, target, session);
        tools.Happened += Note;
    }

    /// <summary>What went wrong in the page's own programs, or was refused by its rules.</summary>
    public ConcurrentQueue<string> Problems { get; } = [];

    public async Task StartAsync(Uri address, int width, int height)
    {
        foreach (string domain in (string[])["Page", "Runtime", "Log", "DOM"])
            await SendAsync($"{domain}.enable");
        await ResizeAsync(width, height);
        await SendAsync("Page.navigate", new { url = address.AbsoluteUri });
    }

    public Task<JsonElement> SendAsync(string method, object? parameters = null) => _tools.SendAsync(method, parameters, _session);

    public Task ResizeAsync(int width, int height)
        => SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false });

    /// <summary>Makes it a telephone, which is touched.</summary>
    public async Task BecomePhoneAsync(int width, int height)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = true });
        await SendAsync("Emulation.setTouchEmulationEnabled", new { enabled = true, maxTouchPoints = 2 });
    }

    /// <summary>What an expression of JavaScript comes to; promises are awaited.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        JsonElement answer = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        if (answer.TryGetProperty("exceptionDetails", out JsonElement problem))
            throw new InvalidOperationException($"{expression}: {problem}");
        return answer.GetProperty("result").GetProperty("value").Deserialize<T>()!;
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitForAsync(string condition)
    {
        string problem = "";
        for (Stopwatch time = Stopwatch.StartNew(); time.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(30))
        {
            try
            {
                if (await EvaluateAsync<bool>($"Boolean({condition})"))
                    return;
            }
            catch (InvalidOperationException notYet)
            {
                problem = notYet.Message;
            }
        }

        string address = await EvaluateAsync<string>("location.href");
        throw new TimeoutException($"Waited in vain for {condition} at {address}. {problem} {string.Join(' ', Problems)}");
    }

    /// <summary>The middle of an element.</summary>
    public async Task<(double X, double Y)> MiddleOfAsync(string selector)
    {
        double[] at = await EvaluateAsync<double[]>(
            $"(() => {{ const e = document.querySelector('{selector}'); e.scrollIntoView({{ block: 'nearest' }}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()");
        return (at[0], at[1]);
    }

    public async Task ClickAsync(string selector)
    {
        (double x, double y) = await MiddleOfAsync(selector);
        await ClickAsync(x, y);
    }

    public async Task ClickAsync(double x, double y)
    {
        await MouseAsync("mouseMoved", x, y);
        await MouseAsync("mousePressed", x, y);
        await MouseAsync("mouseReleased", x, y);
    }

    public Task MoveAsync(double x, double y) => MouseAsync("mouseMoved", x, y);

    /// <summary>Drags through places.</summary>
    public async Task DragAsync(bool withShift, params IReadOnlyList<(double X, double Y)> places)
    {
        int keys = withShift ? Shift : 0;
        await MouseAsync("mousePressed", places[0].X, places[0].Y, keys);
        foreach ((double x, double y) in places.Skip(1))
            await MouseAsync("mouseMoved", x, y, keys, buttons: 1);
        await MouseAsync("mouseReleased", places[^1].X, places[^1].Y, keys);
    }

    public Task WheelAsync(double x, double y, double deltaY)
        => SendAsync("Input.dispatchMouseEvent", new { type = "mouseWheel", x, y, deltaX = 0, deltaY });

    /// <summary>Presses a key: a character, or a name like Escape.</summary>
    public async Task KeyAsync(string key)
    {
        int code = key switch { "Escape" => 27, "Enter" => 13, "Tab" => 9, "ArrowLeft" => 37, "ArrowRight" => 39, _ => 0 };
        string text = key.Length == 1 ? key : key == "Enter" ? "\r" : "";
        await SendAsync("Input.dispatchKeyEvent", new { type = text.Length == 0 ? "rawKeyDown" : "keyDown", key, text, windowsVirtualKeyCode = code });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, windowsVirtualKeyCode = code });
    }

    public Task TypeAsync(string text) => SendAsync("Input.insertText", new { text });

    /// <summary>Drops a file.</summary>
    public async Task DropAsync(double x, double y, string path)
    {
        var data = new { items = Array.Empty<object>(), files = new[] { path }, dragOperationsMask = 1 };
        foreach (string type in (string[])["dragEnter", "dragOver", "drop"])
            await SendAsync("Input.dispatchDragEvent", new { type, x, y, data });
    }

    /// <summary>Chooses a file in a file input, as its dialog would.</summary>
    public async Task ChooseFileAsync(string selector, string path)
    {
        JsonElement document = await SendAsync("DOM.getDocument");
        JsonElement input = await SendAsync("DOM.querySelector", new { nodeId = document.GetProperty("root").GetProperty("nodeId").GetInt32(), selector });
        await SendAsync("DOM.setFileInputFiles", new { nodeId = input.GetProperty("nodeId").GetInt32(), files = new[] { path } });
    }

    /// <summary>Puts fingers on places, moves them through others, and takes them off.</summary>
    /// <param name="steps">For each step the places of all fingers, in the same order.</param>
    public async Task TouchAsync(params IReadOnlyList<(double X, double Y)[]> steps)
    {
        foreach ((int at, (double X, double Y)[] fingers) in steps.Index())
            await SendAsync("Input.dispatchTouchEvent", new
            {
                type = at == 0 ? "touchStart" : "touchMove",
                touchPoints = fingers.Select((finger, id) => new { x = finger.X, y = finger.Y, id }),
            });
        await SendAsync("Input.dispatchTouchEvent", new { type = "touchEnd", touchPoints = Array.Empty<object>() });
    }

    /// <summary>What screen readers get: the role and the name of everything that is not left out.</summary>
    public async Task<(string Role, string Name)[]> AccessibleAsync()
    {
        await SendAsync("Accessibility.enable");
        JsonElement tree = await SendAsync("Accessibility.getFullAXTree");
        return
        [
            .. tree.GetProperty("nodes").EnumerateArray().Where(node => !node.GetProperty("ignored").GetBoolean()).Select(node => (
                node.GetProperty("role").GetProperty("value").GetString()!,
                node.TryGetProperty("name", out JsonElement name) ? name.GetProperty("value").GetString() ?? "" : "")),
        ];
    }

    public async Task<byte[]> ScreenshotAsync()
        => (await SendAsync("Page.captureScreenshot", new { format = "png" })).GetProperty("data").GetBytesFromBase64();

    public async ValueTask DisposeAsync()
    {
        _tools.Happened -= Note;
        await _tools.SendAsync("Target.closeTarget", new { targetId = _target });
    }

    private Task<JsonElement> MouseAsync(string type, double x, double y, int modifiers = 0, int buttons = 0)
        => SendAsync("Input.dispatchMouseEvent", new { type, x, y, modifiers, buttons, button = type == "mouseMoved" && buttons == 0 ? "none" : "left", clickCount = type == "mouseMoved" ? 0 : 1 });

    private void Note(string? session, string method, JsonElement what)
    {
        if (session != _session)
            return;
        if (method == "Runtime.exceptionThrown")
            Problems.Enqueue(what.GetProperty("exceptionDetails").ToString());
        else if (method == "Log.entryAdded" && what.GetProperty("entry").GetProperty("level").GetString() == "error")
            Problems.Enqueue(what.GetProperty("entry").GetProperty("text").GetString() + " " + (what.GetProperty("entry").TryGetProperty("url", out JsonElement url) ? url.GetString() : ""));
    }
}
