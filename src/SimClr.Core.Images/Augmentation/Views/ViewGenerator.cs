using System.Globalization;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Makes the views of an image: K of them, each by an augmentation of its own or all by one.</summary>
/// <remarks>
/// A view is a pure function of (seed, epoch, image, number of the view). Immutable; may be used by any number of threads, each with a
/// <see cref="View"/> and a <see cref="RandomStream"/> of its own.
/// </remarks>
/// <example>
/// Four views of one size, and two large views with six small ones:
/// <code>
/// ViewGenerator four = new(seed: 1, SimClrAugmentations.Cifar(), views: 4);
/// ViewGenerator multiCrop = new(seed: 1, SimClrAugmentations.MultiCrop());
/// </code>
/// </example>
public sealed class ViewGenerator
{
    private readonly IAugmentation[] _branches;

    /// <summary>Views from one augmentation; each draws parameters of its own.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="augmentation">Makes every view.</param>
    /// <param name="views">Views of each image, K. Default 2, as in SimCLR; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of views is below 1.</exception>
    public ViewGenerator(long seed, IAugmentation augmentation, int views = 2)
        : this(seed, Repeat(augmentation, views))
    {
    }

    /// <summary>One view from each augmentation, in their order. They may differ in anything, the size of their views included.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="branches">
    /// One augmentation per view, at least one; an augmentation of several views is in the list several times
    /// (<see cref="Enumerable.Repeat{TResult}(TResult, int)"/>).
    /// </param>
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

    /// <summary>The augmentation of each view, [K].</summary>
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
    /// size. Where the branches differ, only what they share is applied; those that make views of another size do not count.
    /// </summary>
    /// <param name="views">
    /// The size to evaluate at: that of the views, or of the largest where there are several (<c>ViewGroup.Largest(loader.Groups)</c>).
    /// </param>
    public AugmentationPipeline ForEvaluation(ViewShape views)
        => EvaluationSteps.Complete(EvaluationSteps.Shared(_branches, views).Steps, views);

    /// <summary>The seed and the pipeline of each view, for a checkpoint's metadata.</summary>
    public AugmentationDescription Describe() => new(nameof(ViewGenerator), ("seed", Seed.ToString(CultureInfo.InvariantCulture)))
    {
        Steps = [.. _branches.Select(branch => branch.Describe())],
    };

    /// <summary>The augmentations, readable: those of neighboring views that are the same are written once.</summary>
    public override string ToString()
    {
        List<(IAugmentation Branch, int Views)> runs = [];
        foreach (IAugmentation branch in _branches)
        {
            if (runs is [.., var last] && ReferenceEquals(last.Branch, branch))
                runs[^1] = (branch, last.Views + 1);
            else
                runs.Add((branch, 1));
        }

        return string.Join(" | ", runs.Select(run => run.Views == 1 ? $"({run.Branch})" : $"{run.Views} x ({run.Branch})"));
    }

    private static IEnumerable<IAugmentation> Repeat(IAugmentation augmentation, int views)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        ArgumentOutOfRangeException.ThrowIfLessThan(views, 1);
        return Enumerable.Repeat(augmentation, views);
    }
}
