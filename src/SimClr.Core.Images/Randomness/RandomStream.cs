namespace SimClr.Core.Randomness;

/// <summary>
/// A stream of random numbers that is a pure function of (seed, epoch, image, view): the same four numbers give the same stream
/// on any thread, in any order and on any machine.
/// </summary>
/// <remarks>
/// Counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, SC 2011).
/// Streams with different arguments never overlap: they are disjoint parts of one counter space. One instance serves one thread at a time.
/// </remarks>
public sealed class RandomStream
{
    private readonly uint[] _block = new uint[4];
    private uint _key0;
    private uint _key1;
    private uint _epoch;
    private uint _image;
    private uint _view;
    private uint _counter;
    private int _used;
    private double _spareGaussian;
    private bool _hasSpareGaussian;

    /// <summary>Opens the stream of one view of one image in one epoch.</summary>
    /// <param name="seed">The run's seed; any value.</param>
    /// <param name="epoch">Epoch, from 0.</param>
    /// <param name="image">Index of the image in its source, from 0.</param>
    /// <param name="view">Number of the view, from 0; below 2^24.</param>
    public RandomStream(long seed, int epoch = 0, int image = 0, int view = 0) => Reset(seed, epoch, image, view);

    internal RandomStream(long seed, RandomPurpose purpose, int epoch = 0, int image = 0, int view = 0)
        => Reset(seed, epoch, image, view, purpose);

    /// <summary>Starts the stream of other arguments from its beginning; lets one instance serve many views without allocation.</summary>
    /// <inheritdoc cref="RandomStream(long, int, int, int)" path="/param"/>
    public void Reset(long seed, int epoch, int image, int view) => Reset(seed, epoch, image, view, RandomPurpose.View);

    internal void Reset(long seed, int epoch, int image, int view, RandomPurpose purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(image);
        ArgumentOutOfRangeException.ThrowIfNegative(view);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(view, 1 << 24);
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _epoch = (uint)epoch;
        _image = (uint)image;
        _view = (uint)view | ((uint)purpose << 24);
        _counter = 0;
        _used = 4;
        _hasSpareGaussian = false;
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            Philox4x32.Block(_counter++, _epoch, _image, _view, _key0, _key1, _block);
            _used = 0;
        }

        return _block[_used++];
    }

    /// <summary>A number in [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble()
    {
        ulong high = NextUInt32() >> 5;
        ulong low = NextUInt32() >> 6;
        return ((high << 26) | low) * (1.0 / (1L << 53));
    }

    /// <summary>A number uniform in [<paramref name="minimum"/>, <paramref name="maximum"/>).</summary>
    public double Uniform(double minimum, double maximum) => minimum + (maximum - minimum) * NextDouble();

    /// <summary>An integer uniform in [0, <paramref name="exclusiveMaximum"/>), without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    public int NextInt32(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        // Lemire, Fast random integer generation in an interval (2019).
        ulong product = (ulong)NextUInt32() * (uint)exclusiveMaximum;
        if ((uint)product < (uint)exclusiveMaximum)
        {
            uint threshold = (0u - (uint)exclusiveMaximum) % (uint)exclusiveMaximum;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * (uint)exclusiveMaximum;
        }

        return (int)(product >> 32);
    }

    /// <summary>True with the given probability.</summary>
    /// <param name="probability">In [0, 1]; 0 is never, 1 is always.</param>
    public bool NextBernoulli(double probability) => NextDouble() < probability;

    /// <summary>A number from the normal distribution with mean 0 and standard deviation 1 (Marsaglia's polar method).</summary>
    public double NextGaussian()
    {
        if (_hasSpareGaussian)
        {
            _hasSpareGaussian = false;
            return _spareGaussian;
        }

        double x, y, square;
        do
        {
            x = 2 * NextDouble() - 1;
            y = 2 * NextDouble() - 1;
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);
        double scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareGaussian = y * scale;
        _hasSpareGaussian = true;
        return x * scale;
    }

    /// <summary>Puts the items into a random order; every order is equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt32(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
