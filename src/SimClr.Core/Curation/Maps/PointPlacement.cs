using System.Numerics;
using System.Runtime.Intrinsics;
using SimClr.Core.Curation.Maps.Repulsion;
using SimClr.Core.Evaluation;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps;

/// <summary>Places points on a map that stays as it is.</summary>
/// <remarks>
/// A point moves as it would in <see cref="MapDescent"/>: attracted by its nearest neighbors, repelled by all points of the map. It begins
/// at the neighbor that the others crowd around most, lest it end between two groups (Policar, Strazar and Zupan 2023, <i>Embedding to
/// reference t-SNE space addresses batch effects in single-cell classification</i>, begin likewise at the neighbors' median).
/// </remarks>
internal sealed class PointPlacement
{
    private const int PointsOfUnit = 64;
    private const int Steps = 250;
    private const int Candidates = 10;
    private const float Momentum = 0.8f;
    // Beyond the map's edges, where a stranger may be pushed.
    private const float Room = 0.25f;

    private readonly EmbeddingMap _map;
    private readonly UnitVectors _vectors;
    private readonly IRepulsion _repulsion;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly float _push;

    /// <param name="map">The map.</param>
    /// <param name="vectors">What it was made of.</param>
    public PointPlacement(EmbeddingMap map, UnitVectors vectors)
    {
        (_map, _vectors) = (map, vectors);
        (_x, _y) = (new float[map.Count], new float[map.Count]);
        for (int point = 0; point < map.Count; point++)
            (_x[point], _y[point]) = (map.Points[point].X, map.Points[point].Y);
        _repulsion = ExactRepulsion.For(map.Count);
        _repulsion.Update(_x, _y, Room);
        // One point of a map alone has no pairs: nothing then says how far it should push.
        _push = map.Count > 1 ? (float)(map.Count / _repulsion.Normalization) : 0;
    }

    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Vector2[] Place(UnitVectors added, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count = MapFit.NeighborCount(_map.Perplexity, _map.Count);
        Neighbors candidates = new NeighborSearch(_vectors.ToFeatureSet()).Find(
            added.ToFeatureSet(), Math.Min(count + ExactNeighbors.Spare, _map.Count), progress: null, cancellationToken);
        ExactNeighbors nearest = ExactNeighbors.Of(added, _vectors, candidates, count);
        Vector2[] places = new Vector2[added.Count];
        int length = (count + Attraction.AtOnce - 1) / Attraction.AtOnce * Attraction.AtOnce;
        WorkUnits.Run((places.Length + PointsOfUnit - 1) / PointsOfUnit, unit =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int[] indices, float[] affinities) = (new int[length], new float[length]);
            Vector256<double>[] work = new Vector256<double>[(count + 3) / 4];
            for (int point = unit * PointsOfUnit; point < Math.Min(places.Length, (unit + 1) * PointsOfUnit); point++)
            {
                nearest.Indices(point).CopyTo(indices);
                Affinities.Calibrate(nearest.SquaredDistances(point), _map.Perplexity, affinities.AsSpan(0, count), work);
                places[point] = Descend(Start(indices.AsSpan(0, count), affinities), indices, affinities);
            }
        });
        return places;
    }

    private Vector2 Start(ReadOnlySpan<int> indices, ReadOnlySpan<float> affinities)
    {
        (int best, float greatest) = (indices[0], 0);
        foreach (int candidate in indices[..Math.Min(indices.Length, Candidates)])
        {
            float sum = 0;
            for (int i = 0; i < indices.Length; i++)
            {
                (float x, float y) = (_x[candidate] - _x[indices[i]], _y[candidate] - _y[indices[i]]);
                sum += affinities[i] / (1 + x * x + y * y);
            }

            if (sum > greatest)
                (best, greatest) = (candidate, sum);
        }

        return new Vector2(_x[best], _y[best]);
    }

    private Vector2 Descend(Vector2 place, int[] indices, float[] affinities)
    {
        MovingPoint moving = MovingPoint.AtRest;
        for (int step = 0; step < Steps; step++)
        {
            (float pullX, float pullY) = Attraction.At(place.X, place.Y, indices, affinities, _x, _y);
            (float pushX, float pushY) = _repulsion.Force(place.X, place.Y);
            moving.Accelerate(pullX - _push * pushX, pullY - _push * pushY, 1, Momentum);
            place = new Vector2(place.X + moving.X, place.Y + moving.Y);
        }

        return place;
    }
}
