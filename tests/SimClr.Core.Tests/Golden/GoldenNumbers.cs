namespace SimClr.Core.Tests.Golden;

/// <summary>The random numbers of the scripts in this folder, in [-0.5, 0.5), made alike here.</summary>
internal sealed class GoldenNumbers(long seed)
{
    private long _state = seed;

    public double Next()
    {
        _state = (_state * 1103515245 + 12345) % (1L << 31);
        return _state / (double)(1L << 31) - 0.5;
    }

    public double[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];
}
