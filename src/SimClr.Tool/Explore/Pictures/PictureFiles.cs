using SimClr.Core.Files;
using SimClr.Tool.Collections;

namespace SimClr.Tool.Explore.Pictures;

/// <summary>The files behind the pictures: by number only, and only inside the folder.</summary>
internal sealed class PictureFiles(PictureCollection pictures)
{
    private readonly string _realFolder = RealPath.Of(pictures.Folder);

    /// <summary>The full path of a picture's file; null if there is no such picture, or if its file leads out of the folder by now.</summary>
    public string? Find(int index)
    {
        if (index < 0 || index >= pictures.Paths.Count)
            return null;
        string path = pictures.Paths[index];
        return File.Exists(path) && RealPath.IsBelow(path, _realFolder) ? path : null;
    }
}
