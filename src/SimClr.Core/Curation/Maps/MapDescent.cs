using System.Numerics;
using SimClr.Core.Curation.Maps.Repulsion;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps;

/// <summary>Moves the points of a map down the gradient of t-SNE's divergence.</summary>
/// <remarks>
/// van der Maaten and Hinton 2008, with momentum and gains as there; learning rate n divided by the exaggeration (Belkina et al. 2019). With
/// affinities and forces times n, as they are here, that is a step of 1 divided by the exaggeration. Each point's sum has an order of its
/// own, and all points move at once, so the number of threads changes nothing.
/// </remarks>
internal sealed class MapDescent
{
    private const int PointsOfUnit = 256;
    private const float EarlyMomentum = 0.5f;
    private const float Momentum = 0.8f;
    // Of the mean squared distance from the center, against that of the start.
    private const double Collapse = 1e-6;
    private const float Enlargement = 1024;

    private readonly AffinityGraph _graph;
    private readonly IRepulsion _repulsion;
    private readonly MovingPoint[] _moving;
    private float[] _x;
    private float[] _y;
    private float[] _nextX;
    private float[] _nextY;
    private readonly double _least;

    /// <param name="graph">What attracts the points.</param>
    /// <param name="start">Where they begin.</param>
    public MapDescent(AffinityGraph graph, ReadOnlySpan<Vector2> start)
    {
        _graph = graph;
        _repulsion = ExactRepulsion.For(start.Length);
        _moving = new MovingPoint[start.Length];
        Array.Fill(_moving, MovingPoint.AtRest);
        (_x, _y) = (new float[start.Length], new float[start.Length]);
        (_nextX, _nextY) = (new float[start.Length], new float[start.Length]);
        for (int point = 0; point < start.Length; point++)
            (_x[point], _y[point]) = (start[point].X, start[point].Y);
        _least = Collapse * (Center(_x) + Center(_y));
    }

    /// <summary>Where the points are.</summary>
    public Vector2[] Points => [.. _x.Zip(_y, (x, y) => new Vector2(x, y))];

    /// <summary>Takes all steps.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public void Run(EmbeddingMapOptions options, IProgress<(int Done, int All)>? progress, CancellationToken cancellationToken)
    {
        int all = options.EarlySteps + options.Steps;
        bool isEarly = true;
        for (int step = 0; step < all; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report((step, all));
            isEarly &= step < options.EarlySteps;
            Step((float)(isEarly ? options.EarlyExaggeration : 1), isEarly ? EarlyMomentum : Momentum);
            // Stronger attraction sorts into groups; where there are none, it draws all points to one spot. And points that are equally near
            // to each other come ever closer. So small, their scale means nothing, but numbers must not vanish.
            if (Center(_x) + Center(_y) < _least)
            {
                isEarly = false;
                Enlarge();
            }
        }

        progress?.Report((all, all));
    }

    private void Step(float exaggeration, float momentum)
    {
        _repulsion.Update(_x, _y, room: 0);
        float push = (float)(_x.Length / _repulsion.Normalization);
        WorkUnits.Run((_x.Length + PointsOfUnit - 1) / PointsOfUnit, unit =>
        {
            for (int point = unit * PointsOfUnit; point < Math.Min(_x.Length, (unit + 1) * PointsOfUnit); point++)
            {
                (float pullX, float pullY) = Attraction.At(
                    _x[point], _y[point], _graph.Indices(point), _graph.Affinities(point), _x, _y);
                (float pushX, float pushY) = _repulsion.Force(_x[point], _y[point]);
                ref MovingPoint moving = ref _moving[point];
                moving.Accelerate(
                    exaggeration * pullX - push * pushX, exaggeration * pullY - push * pushY, 1 / exaggeration, momentum);
                (_nextX[point], _nextY[point]) = (_x[point] + moving.X, _y[point] + moving.Y);
            }
        });
        (_x, _nextX) = (_nextX, _x);
        (_y, _nextY) = (_nextY, _y);
    }

    private void Enlarge()
    {
        for (int point = 0; point < _x.Length; point++)
        {
            (_x[point], _y[point]) = (_x[point] * Enlargement, _y[point] * Enlargement);
            _moving[point].Enlarge(Enlargement);
        }
    }

    // Moves the mean to 0; returns the mean square.
    private static double Center(float[] values)
    {
        (double sum, double squares) = (0, 0);
        foreach (float value in values)
            sum += value;
        float mean = (float)(sum / values.Length);
        foreach (ref float value in values.AsSpan())
        {
            value -= mean;
            squares += (double)value * value;
        }

        return squares / values.Length;
    }
}
