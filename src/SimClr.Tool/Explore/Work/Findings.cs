namespace SimClr.Tool.Explore.Work;

/// <summary>What curation found out about all pictures.</summary>
/// <param name="Vectors">Stamp of the vectors that it is about, see <see cref="VectorStamp"/>.</param>
/// <param name="Scores">Numbers of each picture.</param>
/// <param name="Issues">What is the matter with some, ordered by picture.</param>
internal sealed record Findings(string Vectors, PictureScores Scores, IReadOnlyList<Finding> Issues)
{
    private readonly ILookup<int, Finding> _byPicture = Issues.ToLookup(issue => issue.Index);

    /// <summary>What is the matter with one picture.</summary>
    public IEnumerable<Finding> Of(int index) => _byPicture[index];

    /// <summary>For each of so many pictures, a bit for each <see cref="FindingKind"/> that it has.</summary>
    public ushort[] Flags(int count)
    {
        ushort[] flags = new ushort[count];
        foreach (Finding issue in Issues)
            flags[issue.Index] |= (ushort)(1 << (int)issue.Kind);
        return flags;
    }
}
