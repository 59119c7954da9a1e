using System.Globalization;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Makes the views of an image: one pipeline a view. The two views of SimCLR may come from one pipeline or from two that differ,
/// as in the paper's composition study (section 3.1).
/// </summary>
/// <remarks>
/// Immutable; may be used by any number of threads, each with a <see cref="View"/> and a <see cref="RandomStream"/> of its own.
/// </remarks>
public sealed class ViewGenerator
{
    private readonly IAugmentation[] _branches;

    /// <summary>Two views from one pipeline.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="augmentation">Makes both views, each with parameters of its own.</param>
    public ViewGenerator(long seed, IAugmentation augmentation)
        : this(seed, [augmentation, augmentation])
    {
    }

    /// <summary>One view a pipeline, in their order.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="branches">The pipelines, at least one.</param>
    /// <exception cref="ArgumentException">There is no branch, or one is null.</exception>
    public ViewGenerator(long seed, IEnumerable<IAugmentation> branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        Seed = seed;
        _branches = [.. branches];
        if (_branches.Length == 0)
            throw new ArgumentException("At least one augmentation branch is needed.", nameof(branches));
        int missing = Array.IndexOf(_branches, null);
        if (missing >= 0)
            throw new ArgumentException($"Augmentation branch {missing} is null.", nameof(branches));
    }

    /// <summary>The run's seed.</summary>
    public long Seed { get; }

    /// <summary>The pipeline of each view.</summary>
    public IReadOnlyList<IAugmentation> Branches => _branches;

    /// <summary>Makes one view of one image; the result is the content of <paramref name="view"/>.</summary>
    /// <param name="image">The source image.</param>
    /// <param name="imageIndex">Its index in its source.</param>
    /// <param name="epoch">Epoch, from 0.</param>
    /// <param name="branch">Number of the view, in [0, number of branches).</param>
    /// <param name="view">The calling thread's working memory.</param>
    /// <param name="random">The calling thread's stream; it is reset to (seed, epoch, image, view).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such branch.</exception>
    public void Generate(Image image, int imageIndex, int epoch, int branch, View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(branch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(branch, _branches.Length);
        random.Reset(Seed, epoch, imageIndex, branch);
        view.Reset(image);
        _branches[branch].Apply(view, random);
    }

    /// <summary>
    /// How an image is prepared for an encoder that was trained on these views: the branches' parts in evaluation
    /// (<see cref="IAugmentation.ForEvaluation"/>), and an <see cref="EvaluationCrop"/> where they do not bring every image to the views'
    /// size. Where the branches differ, only what they share is applied.
    /// </summary>
    /// <param name="views">The size of the views, as <c>ViewLoader.ViewShape</c> gives it.</param>
    public AugmentationPipeline ForEvaluation(ViewShape views) => EvaluationSteps.Complete(EvaluationSteps.Shared(_branches).Steps, views);

    /// <summary>The seed and the pipeline of each view, for a checkpoint's metadata.</summary>
    public AugmentationDescription Describe() => new(nameof(ViewGenerator), ("seed", Seed.ToString(CultureInfo.InvariantCulture)))
    {
        Steps = [.. _branches.Select(branch => branch.Describe())],
    };

    /// <summary>The pipelines, readable.</summary>
    public override string ToString()
        => _branches.Distinct().Count() == 1
            ? $"{_branches.Length} x ({_branches[0]})"
            : string.Join(" | ", _branches.Select(branch => $"({branch})"));
}
