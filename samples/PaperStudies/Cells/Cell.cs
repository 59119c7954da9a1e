using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>
/// One piece of work, described completely: equal cells have equal results, so each is done once, whichever studies ask for it.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "cell")]
[JsonDerivedType(typeof(PretrainingCell), "pretraining")]
[JsonDerivedType(typeof(SupervisedCell), "supervised")]
[JsonDerivedType(typeof(LinearCell), "linear")]
[JsonDerivedType(typeof(KnowledgeCell), "knowledge")]
[JsonDerivedType(typeof(ContrastCell), "contrast")]
[JsonDerivedType(typeof(HistogramCell), "histogram")]
[JsonDerivedType(typeof(LabelFreeCell), "label-free")]
[JsonDerivedType(typeof(UntrainedCell), "untrained")]
[JsonDerivedType(typeof(PixelCell), "pixels")]
internal abstract record Cell
{
    private const int IdLength = 12;

    /// <summary>What is done, for the display.</summary>
    [JsonIgnore]
    public abstract string Title { get; }

    /// <summary>What must be done before.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<Cell> Needs => [];

    /// <summary>The whole description in one line; equal cells have equal keys.</summary>
    [JsonIgnore]
    public string Key => JsonSerializer.Serialize(this, StudyJson.Line);

    /// <summary>A short name made of the key, for files.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))[..IdLength];

    /// <summary>How much work it is, compared with other cells: about the network's multiplications, in millions.</summary>
    public abstract double Work(StudyData data);

    /// <summary>Does the work.</summary>
    /// <returns>What came out, by name.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted; where it can, it goes on from there the next time.</exception>
    public abstract IReadOnlyDictionary<string, double> Run(CellContext context);
}
