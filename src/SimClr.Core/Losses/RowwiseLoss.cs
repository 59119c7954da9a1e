using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Losses.Rowwise;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// A loss that is the mean of one term per view, each a function of that view's cosine similarities to all views of the batch. Derive from
/// it to write a custom loss that needs no [V*N, V*N] matrix.
/// </summary>
/// <remarks>
/// <para>The library normalizes the embeddings, multiplies them block by block, sends the gradient back, and keeps memory proportional to
/// V*N times D. A derived class only computes the terms of a block.</para>
/// <para>The gradient reaches the embeddings alone: parameters of the loss itself would get none. Precision, rows of zero norm, the
/// length of rows and the memory of large batches are as with <see cref="NtXentLoss"/>. One instance may be called from several threads if
/// <see cref="Evaluate"/> may.</para>
/// </remarks>
/// <example>
/// SupCon (arXiv 2004.11362, the "out" form), whose gradient autograd finds:
/// <code>
/// internal sealed class MySupConLoss(double temperature) : RowwiseLoss("MySupConLoss", PositiveRule.SameLabel)
/// {
///     protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
///         => block.Differentiate(withGradient, similarities =>
///         {
///             Tensor logits = similarities / temperature;
///             Tensor others = logits.masked_fill(block.SelfMask(), float.NegativeInfinity).logsumexp(1);
///             return others - (logits * block.PositiveMask()).sum(1) / block.PositiveCounts();
///         });
/// }
/// </code>
/// </example>
public abstract class RowwiseLoss : ContrastiveLoss
{
    /// <summary>Creates a loss.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="positives">Which views are positives; the other views of the same image by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rule is not defined.</exception>
    protected RowwiseLoss(string name, PositiveRule positives = PositiveRule.SameImage)
        : base(name)
    {
        if (!Enum.IsDefined(positives))
            throw new ArgumentOutOfRangeException(nameof(positives), positives, "Expected SameImage or SameLabel.");
        Positives = positives;
    }

    /// <summary>Which views are positives.</summary>
    public PositiveRule Positives { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="input">
    /// The embeddings, borrowed. With <see cref="PositiveRule.SameImage"/> at least two views of each image, with
    /// <see cref="PositiveRule.SameLabel"/> labels.
    /// </param>
    /// <returns>A new scalar: 64-bit for 64-bit input, else 32-bit.</returns>
    /// <exception cref="ArgumentException">The batch has too few views, or no labels.</exception>
    /// <exception cref="ObjectDisposedException">The loss has been disposed.</exception>
    public sealed override Tensor forward(EmbeddingBatch input)
    {
        ThrowIfDisposed();
        Check(input);
        return ClosedFormLossFunction.Evaluate(input, new RowBlockSweep(Evaluate, Positives));
    }

    /// <summary>The terms of a block of views.</summary>
    /// <param name="block">
    /// The block's cosine similarities. If a gradient is wanted, its values must be overwritten by the derivative of each row's term by that
    /// row's similarities, [B, C]; <see cref="SimilarityBlock.Differentiate"/> does so.
    /// </param>
    /// <param name="withGradient">Whether the gradient is wanted.</param>
    /// <returns>One term for each row, [B]. What else is created may be left to the library's dispose scope.</returns>
    protected abstract Tensor Evaluate(SimilarityBlock block, bool withGradient);

    private void Check(EmbeddingBatch batch)
    {
        if (Positives == PositiveRule.SameImage)
        {
            CheckViews(batch);
            return;
        }

        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Labels is null)
        {
            throw new ArgumentException(
                $"{GetName()} takes its positives from labels, and the batch has none. Give the batch labels, or use PositiveRule.SameImage.",
                nameof(batch));
        }
    }
}
