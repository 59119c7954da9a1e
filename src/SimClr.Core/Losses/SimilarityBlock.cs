using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// The cosine similarities of some views, the rows, to all views of the batch, the columns. What a <see cref="RowwiseLoss"/> computes its
/// terms from.
/// </summary>
/// <remarks>
/// The B rows are consecutive images of one view. The C columns are all views of all images, view by view. Every column is one of three to a
/// row: the view itself, a positive, or a negative. Valid during <see cref="RowwiseLoss.Evaluate"/> only.
/// </remarks>
public sealed class SimilarityBlock
{
    private readonly RowBlock _rows;
    private readonly EmbeddingBatch _columns;
    private readonly PositiveRule _rule;

    internal SimilarityBlock(Tensor values, RowBlock rows, EmbeddingBatch columns, PositiveRule rule)
        => (Values, _rows, _columns, _rule) = (values, rows, columns, rule);

    /// <summary>The cosine similarities, [B, C], in 32 or 64 bits, in [-1, 1] up to rounding. May be overwritten.</summary>
    public Tensor Values { get; }

    /// <summary>The similarities of the rows to themselves, [B]: a view of <see cref="Values"/>, so that it can be filled.</summary>
    public Tensor Self => DiagonalOf(Values, _rows.View);

    /// <summary>
    /// The similarities of the rows to each of the V - 1 other views of their image, [B] each: views of <see cref="Values"/>. With
    /// <see cref="PositiveRule.SameImage"/> these are all the positives.
    /// </summary>
    public IReadOnlyList<Tensor> OtherViews
        => [.. Enumerable.Range(1, _columns.Views - 1).Select(step => DiagonalOf(Values, (_rows.View + step) % _columns.Views))];

    /// <summary>The rows' place in the batch.</summary>
    internal RowBlock Rows => _rows;

    /// <summary>A new mask [B, C] of the rows themselves.</summary>
    public Tensor SelfMask()
    {
        Tensor mask = zeros(Values.shape, dtype: ScalarType.Bool, device: Values.device);
        using Tensor self = DiagonalOf(mask, _rows.View);
        self.fill_(Scalars.Of(true));
        return mask;
    }

    /// <summary>A new mask [B, C] of the positives.</summary>
    public Tensor PositiveMask()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = SameMask();
        DiagonalOf(mask, _rows.View).fill_(Scalars.Of(false));
        return mask.MoveToOuterDisposeScope();
    }

    /// <summary>A new mask [B, C] of the negatives.</summary>
    public Tensor NegativeMask()
    {
        using Tensor same = SameMask();
        return same.logical_not();
    }

    /// <summary>
    /// The number of positives of each row, a new tensor [B] of the type of <see cref="Values"/>. 0 is possible with
    /// <see cref="PositiveRule.SameLabel"/> and one view of each image.
    /// </summary>
    public Tensor PositiveCounts()
    {
        if (_rule == PositiveRule.SameImage)
            return full(_rows.Length, Scalars.Of(_columns.Views - 1), dtype: Values.dtype, device: Values.device);
        using Tensor mask = PositiveMask();
        return mask.sum(1, type: Values.dtype);
    }

    /// <summary>
    /// Computes the terms by a differentiable function and, if a gradient is wanted, overwrites <see cref="Values"/> by it: autograd in place
    /// of a derivative by hand. The graph lives no longer than the block.
    /// </summary>
    /// <param name="withGradient">What <see cref="RowwiseLoss.Evaluate"/> was given.</param>
    /// <param name="terms">
    /// From similarities [B, C] to terms [B], by torch's operations. It must use its argument, not <see cref="Values"/>, and not change it.
    /// </param>
    /// <returns>The terms, [B].</returns>
    /// <exception cref="InvalidOperationException">The terms do not depend on the argument.</exception>
    public Tensor Differentiate(bool withGradient, Func<Tensor, Tensor> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (!withGradient)
            return terms(Values);
        using DisposeScope scope = NewDisposeScope();
        Tensor leaf = Values.detach().requires_grad_();
        Tensor result = WithGraph(leaf, terms);                                                     // [B]
        Tensor total;
        using (enable_grad())
            total = result.sum();
        if (!total.requires_grad)
            throw new InvalidOperationException("The terms do not depend on the similarities that the function was given.");
        Values.copy_(autograd.grad([total], [leaf])[0]);
        return result.detach().MoveToOuterDisposeScope();
    }

    /// <summary>The graph keeps what it needs of the intermediate results; the others are gone before it is gone back through.</summary>
    private static Tensor WithGraph(Tensor leaf, Func<Tensor, Tensor> terms)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = enable_grad();
        return terms(leaf).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The columns of each row's positives, int64 [B, P], P being the most that a row has. Rows with fewer have any other columns after theirs.
    /// </summary>
    internal Tensor PositiveColumns()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor columns;
        if (_rule == PositiveRule.SameImage)
        {
            long[] starts = [.. Enumerable.Range(1, _columns.Views - 1).Select(step => (_rows.View + step) % _columns.Views * _rows.Images)];
            columns = arange(Scalars.Of(_rows.FirstImage), Scalars.Of(_rows.FirstImage + _rows.Length), Scalars.One).unsqueeze(1);
            columns = columns.add(tensor(starts), Scalars.One);                                     // [B, V - 1]
            columns = columns.to(Values.device);
        }
        else
        {
            Tensor mask = PositiveMask();
            int most = (int)mask.sum(1).max().ToInt64();
            columns = mask.to(ScalarType.Byte).topk(most, 1).indexes;                               // [B, P]
        }

        return columns.MoveToOuterDisposeScope();
    }

    /// <summary>The positives and the rows themselves, [B, C].</summary>
    private Tensor SameMask()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor same;                                                                                // [B, N]
        if (_rule == PositiveRule.SameLabel)
        {
            Tensor labels = _columns.Labels!.narrow(0, _rows.FirstImage, _rows.Length).unsqueeze(1);
            same = labels.eq(_columns.Labels).logical_and_(labels >= Scalars.Of(0));
        }
        else
        {
            same = zeros(_rows.Length, _rows.Images, dtype: ScalarType.Bool, device: Values.device);
        }

        DiagonalOf(same, 0).fill_(Scalars.Of(true));
        return same.repeat(1, _columns.Views).MoveToOuterDisposeScope();
    }

    /// <summary>The entries of each row and its own image in a view, of a tensor [B, C].</summary>
    private Tensor DiagonalOf(Tensor tensor, int view)
        => tensor.narrow(1, view * _rows.Images + _rows.FirstImage, _rows.Length).diagonal();
}
