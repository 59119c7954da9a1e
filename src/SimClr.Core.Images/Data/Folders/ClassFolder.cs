namespace SimClr.Core.Data.Folders;

/// <summary>A folder that may be a class.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Images">Its images at any depth, in order.</param>
/// <param name="HasPictures">Whether it has pictures at all, of formats that are read or not.</param>
internal readonly record struct ClassFolder(string Path, string[] Images, bool HasPictures)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public static ClassFolder Of(string path, ImageFolderWalker walker)
    {
        int unread = walker.Unread.Count;
        string[] images = walker.ImagesBelow(path);
        return new ClassFolder(path, images, images.Length > 0 || walker.Unread.Count > unread);
    }
}
