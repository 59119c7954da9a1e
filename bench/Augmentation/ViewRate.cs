using System.Diagnostics;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Benchmarks.Augmentation;

/// <summary>Measures how many views a second a pipeline makes, the copy into a batch's memory included.</summary>
internal static class ViewRate
{
    private const int Images = 64;
    private const int Rounds = 25;

    /// <summary>The best of several rounds: what disturbs a round only slows it.</summary>
    /// <param name="benchmark">What to measure.</param>
    /// <param name="threads">Number of threads, each with a core of its own.</param>
    /// <param name="seconds">Length of a round.</param>
    /// <param name="clock">Wall clock, or the process's own processor time for a machine that is busy with other things (one thread
    /// only).</param>
    public static double Measure(AugmentationCase benchmark, int threads, double seconds, Func<TimeSpan> clock)
    {
        Image[] images = [.. Enumerable.Range(0, Images).Select(seed => Picture(benchmark.Height, benchmark.Width, seed))];
        Run(benchmark, images, threads, seconds / 2, clock);
        return Enumerable.Range(0, Rounds).Max(_ => Run(benchmark, images, threads, seconds, clock));
    }

    /// <summary>Elapsed time.</summary>
    public static TimeSpan WallClock() => Stopwatch.GetElapsedTime(0);

    /// <summary>Processor time that this process has used.</summary>
    public static TimeSpan ProcessorTime() => Environment.CpuUsage.TotalTime;

    /// <summary>Bytes allocated for each view once everything is warm.</summary>
    public static double AllocationPerView(AugmentationCase benchmark)
    {
        Image image = Picture(benchmark.Height, benchmark.Width, 0);
        Worker worker = new(benchmark.Pipeline, [image]);
        worker.Make(200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        worker.Make(200);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 200.0;
    }

    private static double Run(AugmentationCase benchmark, Image[] images, int threads, double seconds, Func<TimeSpan> clock)
    {
        Worker[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Worker(benchmark.Pipeline, images))];
        double[] rates = new double[threads];
        Thread[] running = [.. workers.Select((worker, index) => new Thread(() => rates[index] = worker.Rate(seconds, clock)))];
        foreach (Thread thread in running)
            thread.Start();
        foreach (Thread thread in running)
            thread.Join();
        return rates.Sum();
    }

    // Smooth colors with some noise: nothing here depends on the content, but a picture should look like one.
    private static Image Picture(int height, int width, int seed)
    {
        RandomStream random = new(seed);
        byte[] bytes = new byte[height * width * 3];
        for (int at = 0; at < bytes.Length; at++)
            bytes[at] = (byte)(110 + 90 * Math.Sin(at * 0.01 + seed) + random.NextInt32(50));
        return new Image(bytes, width, height, 3);
    }

    private sealed class Worker(AugmentationPipeline pipeline, Image[] images)
    {
        private const int Chunk = 16;
        private readonly ViewGenerator _generator = new(1, pipeline);
        private readonly View _view = new();
        private readonly RandomStream _random = new(0);
        private float[] _batch = [];
        private int _made;

        public double Rate(double seconds, Func<TimeSpan> clock)
        {
            int before = _made;
            TimeSpan start = clock();
            TimeSpan elapsed;
            do
            {
                Make(Chunk);
                elapsed = clock() - start;
            }
            while (elapsed.TotalSeconds < seconds);
            return (_made - before) / elapsed.TotalSeconds;
        }

        public void Make(int count)
        {
            for (int view = 0; view < count; view++, _made++)
            {
                _generator.Generate(images[_made % images.Length], _made, 0, 0, _view, _random);
                if (_batch.Length < _view.Shape.Length)
                    _batch = new float[_view.Shape.Length];
                _view.CopyTo(_batch, PixelLayout.Interleaved);
            }
        }
    }
}
