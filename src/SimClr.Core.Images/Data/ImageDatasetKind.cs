namespace SimClr.Core.Data;

/// <summary>The kinds of folders of images that are recognized.</summary>
public enum ImageDatasetKind
{
    /// <summary>The binary files of CIFAR-10.</summary>
    Cifar10,

    /// <summary>The binary files of CIFAR-100.</summary>
    Cifar100,

    /// <summary>The binary files of STL-10.</summary>
    Stl10,

    /// <summary>
    /// A folder "train" (or "training") and mostly one "test" (or "testing", "val" and the like), each a folder of images.
    /// </summary>
    TrainAndTest,

    /// <summary>A folder for each class.</summary>
    ClassFolders,

    /// <summary>Just images.</summary>
    Unlabeled,
}
