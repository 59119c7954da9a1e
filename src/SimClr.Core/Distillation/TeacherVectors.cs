using System.Numerics.Tensors;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace SimClr.Core.Distillation;

/// <summary>What a teacher says of each image of a source: the targets of a <see cref="DistillationTask"/>.</summary>
/// <remarks>
/// <para>Computed once, before training, from the images as they are. The mean over all images is subtracted from each vector, which is then
/// scaled to unit length: features behind a ReLU are all alike otherwise, and the student would learn their mean.</para>
/// <para>Takes 4 bytes for each image and dimension. Immutable, thread-safe.</para>
/// </remarks>
public sealed class TeacherVectors
{
    private readonly float[] _values;

    private TeacherVectors(string modelId, int dimension, float[] values)
        => (ModelId, Dimension, _values) = (modelId, dimension, values);

    /// <summary>D, the length of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Number of images.</summary>
    public int Count => _values.Length / Dimension;

    /// <summary><see cref="IImageEmbedder.ModelId"/> of the teacher.</summary>
    public string ModelId { get; }

    /// <summary>One image's target, [D].</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public ReadOnlySpan<float> this[int index]
    {
        get
        {
            IndexGuard.Check(index, Count);
            return _values.AsSpan(index * Dimension, Dimension);
        }
    }

    /// <summary>Asks a teacher.</summary>
    /// <param name="teacher">The teacher, on any runtime; borrowed.</param>
    /// <param name="images">The images to pretrain on, at least two.</param>
    /// <param name="progress">Gets the number of images that are done, and of all, after each.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <exception cref="ArgumentException">There are fewer than two images, or all have the same vector.</exception>
    /// <inheritdoc cref="IImageEmbedder.Embed" path="/exception"/>
    public static TeacherVectors Of(
        IImageEmbedder teacher,
        IImageSource images,
        IProgress<(int Done, int All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count < 2)
            throw new ArgumentException($"Expected at least two images, found {images.Count}.", nameof(images));
        float[] values = new float[checked(images.Count * teacher.Dimension)];
        foreach (ImageEmbedding image in teacher.Embed(images, cancellationToken))
        {
            image.Vector.Span.CopyTo(values.AsSpan(image.Index * teacher.Dimension));
            progress?.Report((image.Index + 1, images.Count));
        }

        if (!Normalize(values, teacher.Dimension))
            throw new ArgumentException("The teacher gives all images the same vector.", nameof(teacher));
        return new TeacherVectors(teacher.ModelId, teacher.Dimension, values);
    }

    /// <summary>The targets of some images, [n, D], for the present dispose scope.</summary>
    internal Tensor Rows(IReadOnlyList<int> indices, Device device)
        => TensorTransfer.ToTensor(Gather(indices), [indices.Count, Dimension], device);

    /// <summary>The same in managed memory, row by row.</summary>
    internal float[] Gather(IReadOnlyList<int> indices)
    {
        float[] rows = new float[indices.Count * Dimension];
        for (int row = 0; row < indices.Count; row++)
            this[indices[row]].CopyTo(rows.AsSpan(row * Dimension));
        return rows;
    }

    /// <returns>False if nothing is left of any vector.</returns>
    private static bool Normalize(float[] values, int dimension)
    {
        int count = values.Length / dimension;
        double[] sums = new double[dimension];
        for (int at = 0; at < values.Length; at++)
            sums[at % dimension] += values[at];
        float[] mean = [.. sums.Select(sum => (float)(sum / count))];
        bool any = false;
        for (int row = 0; row < count; row++)
        {
            Span<float> vector = values.AsSpan(row * dimension, dimension);
            TensorPrimitives.Subtract(vector, mean, vector);
            float norm = TensorPrimitives.Norm(vector);
            if (norm <= 0)
                continue;
            any = true;
            TensorPrimitives.Divide(vector, norm, vector);
        }

        return any;
    }
}
