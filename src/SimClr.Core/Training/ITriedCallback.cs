using SimClr.Core.Augmentation;
using SimClr.Core.Data;

namespace SimClr.Core.Training;

/// <summary>A callback whose ability to work can be tried on a few images, before there is a run.</summary>
internal interface ITriedCallback
{
    /// <summary>Does its work on a few images for nothing but the exceptions.</summary>
    /// <param name="task">What will be trained; borrowed.</param>
    /// <param name="images">The training images.</param>
    /// <param name="preprocessing">How the run prepares images for evaluation.</param>
    /// <param name="views">The run's views.</param>
    /// <exception cref="ArgumentException">It cannot work; the message names the callback.</exception>
    void Try(ITrainingTask task, IImageSource images, IAugmentation preprocessing, ViewGenerator views);
}
