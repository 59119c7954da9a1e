using System.Diagnostics;
using SimClr.Core.Embeddings;
using SimClr.Tool.Explore;
using SimClr.Tool.Tests.Explore.Chromium;
using SimClr.Tool.Tests.Support;
using Xunit.Abstractions;

namespace SimClr.Tool.Tests.Explore;

/// <summary>Speed that a user feels: printed each time, bounded only where SIMCLR_MEASURE is set, on a machine that does nothing else.</summary>
/// <remarks>Bounds are for the fastest quarter, so that a pause of the machine does not count.</remarks>
public sealed class ExploreSpeedTests(ChromiumBrowser browser, ITestOutputHelper output) : IClassFixture<ChromiumBrowser>
{
    private const int Points = 200_000;

    // Moves the map by script once a frame, and notes when each frame came and how long the page worked for it.
    private const string Pan = """
        (async () => {
          const map = document.querySelector('#map');
          const send = (type, x) => map.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: x, clientY: 400, button: 0, bubbles: true }));
          const next = window.requestAnimationFrame;
          const frame = () => new Promise((come) => next(come));
          const work = [];
          window.requestAnimationFrame = (draw) => next((time) => { const start = performance.now(); draw(time); work.push(performance.now() - start); });
          send('pointerdown', 500);
          const times = [await frame()];
          for (let i = 1; i <= 80; i++) { send('pointermove', 500 + 60 * Math.sin(i / 5)); times.push(await frame()); }
          send('pointerup', 500);
          return [times.slice(1).map((time, i) => time - times[i]), work];
        })()
        """;

    private static bool IsMeasured => Environment.GetEnvironmentVariable("SIMCLR_MEASURE") is not null;

    [ChromiumFact]
    public Task Pan_200000PointsByPixels_Reaches30FramesASecond() => PanAsync("2d");

    [ChromiumFact]
    public Task Pan_200000PointsByWebGl_LeavesTheProcessorFree() => PanAsync("webgl");

    [Fact]
    public void Search_50000Vectors_IsAnsweredWithin50Milliseconds()
    {
        const int Dimension = 512;
        using EmbeddingSet set = new([.. Enumerable.Range(0, 50_000 * Dimension).Select(i => (float)((i * 2654435761L & 0xFFFF) - 32_768))], Dimension);
        EmbeddingSearch search = new(set);
        double[] times = [.. Enumerable.Range(0, 20).Select(i => Time(() => search.FindNeighbors(i, 24)))];
        output.WriteLine($"fastest {times.Min():0.0} ms, middle {times.Order().ElementAt(10):0.0} ms");
        search.FindNeighbors(7, 24).Should().HaveCount(24);
        if (IsMeasured)
            times.Order().ElementAt(5).Should().BeLessThan(50);
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private async Task PanAsync(string renderer)
    {
        using LargeCollection collection = new(Points);
        await using ExploreServer server = await ExploreServer.StartAsync(collection.Exhibition, 0, CancellationToken.None);
        await using ChromiumPage page = await browser.OpenAsync(new Uri(server.Address + $"#renderer={renderer}"));
        await page.WaitForAsync("document.querySelector('#thresholds .threshold')");
        (await page.EvaluateAsync<string>("document.querySelector('#points').dataset.renderer")).Should().Be(renderer);

        double[][] measured = await page.EvaluateAsync<double[][]>(Pan);

        (double[] intervals, double[] work) = ([.. measured[0].Order()], [.. measured[1].Order()]);
        output.WriteLine($"{renderer}: {intervals.Length * 1000 / intervals.Sum():0} frames/s, middle frame {intervals[intervals.Length / 2]:0.0} ms, fastest quarter {intervals[intervals.Length / 4]:0.0} ms;");
        output.WriteLine($"the page's own work {work[work.Length / 2]:0.0} ms a frame, fastest quarter {work[work.Length / 4]:0.0} ms");
        page.Problems.Should().BeEmpty();
        work.Should().HaveCountGreaterThan(40, "the map is drawn while it moves");
        if (!IsMeasured)
            return;
        work[work.Length / 4].Should().BeLessThan(1000 / 30.0);
        // WebGL without a graphics processor is never chosen, so its frames are not bounded.
        if (renderer == "2d")
            intervals[intervals.Length / 4].Should().BeLessThan(34, "30 frames a second are two of the screen's, 33.3 ms, and the clock rounds");
    }
}
