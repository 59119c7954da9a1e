using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.NtXent;

/// <summary>The V - 1 other views of the same image, each by itself. Target k of view v is view v + 1 + k, counted around.</summary>
internal sealed class EachPositive : INtXentTarget
{
    /// <inheritdoc/>
    public Tensor Similarities(EmbeddingBatch embeddings)
    {
        int count = embeddings.Views;
        Tensor[] views = embeddings.Values.chunk(count);                                            // V x [N, D]
        Tensor[,] products = new Tensor[count, count];
        for (int i = 0; i < count; i++)
            for (int j = i + 1; j < count; j++)
                products[i, j] = products[j, i] = RowProducts(views[i], views[j]);                  // [N]
        return stack([.. Enumerable.Range(1, count - 1)
            .Select(step => cat([.. Enumerable.Range(0, count).Select(view => products[view, (view + step) % count])]))]);
    }

    /// <inheritdoc/>
    public void SubtractGradient(Tensor gradient, EmbeddingBatch embeddings, Tensor weights)
    {
        int count = embeddings.Views;
        Tensor[] views = embeddings.Values.chunk(count);                                            // V x [N, D]
        Tensor[] gradients = gradient.chunk(count);                                                 // V x [N, D]
        for (int view = 0; view < count; view++)
            for (int step = 1; step < count; step++)
            {
                int other = (view + step) % count;
                // A pair is in the terms of both of its views.
                Tensor both = Weights(step, view).add(Weights(count - step, other), Scalars.One);   // [N]
                gradients[view].addcmul_(both.unsqueeze(1), views[other], Scalars.Of(-1));
            }

        Tensor Weights(int step, int view) => weights[step - 1].narrow(0, view * embeddings.Images, embeddings.Images);
    }

    private static Tensor RowProducts(Tensor first, Tensor second)
    {
        using Tensor product = first * second;
        return product.sum(1);
    }
}
