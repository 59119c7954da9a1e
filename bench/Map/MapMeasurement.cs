using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;

namespace SimClr.Core.Benchmarks.Map;

/// <summary>One map, as users make it.</summary>
/// <param name="Images">n.</param>
/// <param name="Dimension">D.</param>
/// <param name="Seconds">From the vectors to the points.</param>
/// <param name="ProcessorSeconds">Time of all processors in it, which other work on the machine hardly changes.</param>
/// <param name="SearchSeconds">The part of it before the first step: mostly the search for neighbors.</param>
/// <param name="PeakBytes">Peak resident memory of the process, the vectors included.</param>
/// <param name="Trustworthiness">Of the map, for 15 neighbors of at most 10,000 images.</param>
/// <param name="Continuity">The same.</param>
/// <param name="NeighborOverlap">The same.</param>
/// <param name="PlaceMicroseconds">Time to place one more image, of a thousand.</param>
internal sealed record MapMeasurement(
    int Images,
    int Dimension,
    double Seconds,
    double ProcessorSeconds,
    double SearchSeconds,
    long PeakBytes,
    double Trustworthiness,
    double Continuity,
    double NeighborOverlap,
    double PlaceMicroseconds)
{
    private const int Placed = 1000;

    public static Command CreateCommand()
    {
        Argument<int> images = new("images");
        Argument<int> dimension = new("dimension");
        Option<FileInfo?> vectors = new("--vectors");
        Option<DirectoryInfo?> output = new("--output");
        Command command = new("map-case", "One measurement of the command map.") { images, dimension, vectors, output };
        command.Hidden = true;
        command.SetAction(parsed => OwnProcess.Answer(Measure(
            parsed.GetValue(images), parsed.GetValue(dimension), parsed.GetValue(vectors), parsed.GetValue(output))));
        return command;
    }

    public static MapMeasurement InOwnProcess(int images, int dimension, FileInfo? vectors, DirectoryInfo? output)
        => OwnProcess.Measure<MapMeasurement>(
            [
                "map-case", $"{images}", $"{dimension}",
                .. vectors is null ? Array.Empty<string>() : ["--vectors", vectors.FullName],
                .. output is null ? Array.Empty<string>() : ["--output", output.FullName],
            ]);

    private static MapMeasurement Measure(int images, int dimension, FileInfo? file, DirectoryInfo? output)
    {
        float[] values = file is null ? MapVectors.Synthetic(images, dimension) : MapVectors.Read(file.FullName, ref images, ref dimension);
        using EmbeddingSet vectors = new(values, dimension);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Clock clock = new();
        EmbeddingMap map = EmbeddingMap.Fit(vectors, progress: clock);
        double seconds = clock.Elapsed;
        double processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        long peak = ResidentMemory.Peak;
        if (output is not null)
        {
            vectors.Save(Path.Combine(output.FullName, $"vectors-{images}.npy"));
            using EmbeddingSet points = new(MemoryMarshal.Cast<Vector2, float>(map.Points).ToArray(), 2);
            points.Save(Path.Combine(output.FullName, $"points-{images}.npy"));
        }

        // The first ones again, as if they were new.
        using EmbeddingSet added = new(values[..(Math.Min(Placed, images) * dimension)], dimension);
        Clock placing = new();
        map.Place(vectors, added);
        double perImage = placing.Elapsed / added.Count * 1e6;
        MapQuality quality = MapQuality.Measure(vectors, map.Points);
        return new MapMeasurement(
            images,
            dimension,
            seconds,
            processor,
            clock.FirstStep,
            peak,
            quality.Trustworthiness,
            quality.Continuity,
            quality.NeighborOverlap,
            perImage);
    }

    private sealed class Clock : IProgress<(int Done, int All)>
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public double Elapsed => Stopwatch.GetElapsedTime(_start).TotalSeconds;

        public double FirstStep { get; private set; }

        public void Report((int Done, int All) value)
        {
            if (value.Done == 0)
                FirstStep = Elapsed;
        }
    }
}
