using System.CommandLine;
using SimClr.Core.Data;
using SimClr.Core.Samples.AugmentationGallery;
using SimClr.Core.Samples.AugmentationGallery.Histograms;

Option<DirectoryInfo> output = new("--output")
{
    Description = "Folder for the pictures.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("output", "augmentations")),
};
RootCommand root = new("Draws a picture of every augmentation and preset; measures how far colors alone tell crops apart.") { output };
root.SetAction(parsed =>
{
    DirectoryInfo folder = parsed.GetValue(output)!;
    folder.Create();
    Image picture = GalleryPicture.Draw(width: 500, height: 375);
    foreach (GalleryEntry entry in GalleryEntry.All)
        ViewSheet.Write(Path.Combine(folder.FullName, entry.Name + ".png"), entry, picture);
    HistogramFigure.Write(folder.FullName);
    Console.WriteLine($"{GalleryEntry.All.Count + 2} pictures in {folder.FullName}");
});
return root.Parse(args).Invoke();
