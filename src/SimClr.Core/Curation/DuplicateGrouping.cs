namespace SimClr.Core.Curation;

/// <summary>From pairs to groups around an image to keep.</summary>
internal static class DuplicateGrouping
{
    /// <summary>For each image the first one with the same digest: itself if there is none before it.</summary>
    public static int[] FirstCopies(IReadOnlyList<ImageFacts> images)
    {
        Dictionary<string, int> known = [];
        int[] first = new int[images.Count];
        for (int i = 0; i < first.Length; i++)
            first[i] = images[i].Problem is not null || known.TryAdd(images[i].Digest, i) ? i : known[images[i].Digest];
        return first;
    }

    /// <summary>
    /// The images in the order of preference: each that belongs to no group yet is kept, and what shows the same picture joins it. So
    /// nothing is joined by way of a third image.
    /// </summary>
    /// <param name="images">The set.</param>
    /// <param name="pairs">Of first copies.</param>
    public static IReadOnlyList<DuplicateGroup> Group(IReadOnlyList<ImageFacts> images, IReadOnlyList<DuplicatePair> pairs)
    {
        int[] first = FirstCopies(images);
        ILookup<int, int> copies = Enumerable.Range(0, first.Length).ToLookup(i => first[i]);
        ILookup<int, DuplicatePair> near = pairs.Concat(pairs.Select(pair => pair with { First = pair.Second, Second = pair.First }))
            .ToLookup(pair => pair.First);
        bool[] isDone = new bool[images.Count];
        List<DuplicateGroup> groups = [];
        foreach (int keep in Enumerable.Range(0, images.Count).OrderByDescending(i => (long)images[i].Width * images[i].Height)
            .ThenByDescending(i => images[i].FileBytes).Where(i => images[i].Problem is null))
        {
            if (isDone[keep])
                continue;
            isDone[keep] = true;
            List<DuplicatePair> members = [.. Join(copies[first[keep]], other => new DuplicatePair(keep, other, DuplicateKind.Exact, 1))];
            foreach (DuplicatePair pair in near[first[keep]].OrderBy(pair => pair.Second))
                members.AddRange(Join(copies[pair.Second], other => pair with { First = keep, Second = other }));
            if (members.Count > 0)
                groups.Add(new DuplicateGroup(keep, members));
        }

        return [.. groups.OrderBy(group => group.Keep)];

        IEnumerable<DuplicatePair> Join(IEnumerable<int> others, Func<int, DuplicatePair> pair)
        {
            foreach (int other in others)
            {
                if (isDone[other])
                    continue;
                isDone[other] = true;
                yield return pair(other);
            }
        }
    }
}
