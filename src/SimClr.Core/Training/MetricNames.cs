namespace SimClr.Core.Training;

/// <summary>
/// Names of the metrics that the library itself records. A name without a slash belongs to the training step; TensorBoard shows it under
/// <c>train/</c>.
/// </summary>
public static class MetricNames
{
    /// <summary>The loss of a step; in reports its mean since the last one, in an epoch its mean over the images.</summary>
    public const string Loss = "loss";

    /// <summary>Share of views whose most similar other view is a positive, in [0, 1].</summary>
    public const string ContrastiveAccuracy = "contrastive_accuracy";

    /// <summary>
    /// Standard deviation of the embeddings z scaled to length 1, over all dimensions together, in [0, 1]: 0 where all images have the same
    /// embedding, near 1 where the embeddings spread over the whole sphere.
    /// </summary>
    public const string EmbeddingDeviation = "embedding_deviation";

    /// <summary>Share of views whose label has the greatest score, in [0, 1], where a classifier is trained.</summary>
    public const string Top1 = "top1";

    /// <summary>Share of views whose label is among the five of greatest score, in [0, 1], where a classifier of more than 5 classes is trained.</summary>
    public const string Top5 = "top5";

    /// <summary>1 for an epoch after which the embeddings do not tell images apart; absent otherwise.</summary>
    public const string Collapsed = "collapsed";

    /// <summary>The step's learning rate; the first parameter group's, where the optimizer has several.</summary>
    public const string LearningRate = "learning_rate";

    /// <summary>L2 norm of the whole gradient, before it is clipped.</summary>
    public const string GradientNorm = "gradient_norm";

    /// <summary>Views trained per second.</summary>
    public const string ViewsPerSecond = "views_per_second";

    /// <summary>Share of the time in which the training waited for views, in [0, 1].</summary>
    public const string ViewWaitShare = "view_wait_share";

    /// <summary>What a <see cref="Callbacks.KnnMonitor"/> measures, in [0, 1].</summary>
    public const string KnnAccuracy = "evaluation/knn_accuracy";

    /// <summary>
    /// Share of a step's views that the classifier of a <see cref="Callbacks.OnlineLinearProbe"/> names correctly before it learns from them,
    /// in [0, 1].
    /// </summary>
    public const string OnlineLinearTrainingAccuracy = "online_linear_accuracy";

    /// <summary>Accuracy of that classifier on held-out images after an epoch, in [0, 1].</summary>
    public const string OnlineLinearAccuracy = "evaluation/online_linear_accuracy";

    /// <summary>
    /// Mean squared distance of two views of an image, as a <see cref="Callbacks.LabelFreeMonitor"/> measures it; less is better.
    /// </summary>
    public const string Alignment = "evaluation/alignment";

    /// <summary>
    /// How evenly images spread over the sphere, as a <see cref="Callbacks.LabelFreeMonitor"/> measures it; less is better.
    /// </summary>
    public const string Uniformity = "evaluation/uniformity";

    /// <summary>The sum of <see cref="Alignment"/> and <see cref="Uniformity"/>; less is better.</summary>
    public const string AlignmentUniformity = "evaluation/alignment_uniformity";

    /// <summary>Effective rank of the embeddings, as a <see cref="Callbacks.LabelFreeMonitor"/> measures it; more is better.</summary>
    public const string RankMe = "evaluation/rankme";

    /// <summary>
    /// Effective rank of linear discriminant analysis between images and their views, as a <see cref="Callbacks.LabelFreeMonitor"/>
    /// measures it; more is better.
    /// </summary>
    public const string Lidar = "evaluation/lidar";
}
