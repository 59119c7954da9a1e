using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;

namespace SimClr.Core.FineTuning;

/// <summary>What a classifier's own calls, and files of it, need to know of the images that it learns from.</summary>
internal static class ClassifierDescription
{
    /// <summary>Sets it, but for what is set already.</summary>
    /// <param name="classifier">Is about to be trained.</param>
    /// <param name="images">What it learns from.</param>
    /// <param name="views">Of these images.</param>
    /// <param name="preprocessing">How others are prepared; null: as follows from the views.</param>
    public static void Complete(ImageClassifier classifier, IImageSource images, ViewGenerator views, IAugmentation? preprocessing)
    {
        ViewShape shape = new ViewLoader(images, views).Groups[0].Shape;
        classifier.InputShape = shape;
        classifier.Preprocessing ??= preprocessing ?? views.ForEvaluation(shape);
        if (classifier.ClassNames.Count == 0 && images.ClassNames.Count == classifier.ClassCount)
            classifier.ClassNames = images.ClassNames;
    }
}
