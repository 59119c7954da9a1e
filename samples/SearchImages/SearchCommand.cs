using System.Globalization;
using Microsoft.Extensions.VectorData;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Interop;
using SimClr.Core.Onnx;

namespace SimClr.Core.Samples.SearchImages;

/// <summary>The whole job: a model, a folder into the store, a question to the store.</summary>
internal static class SearchCommand
{
    private const int Usual = 10;

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        int top = Usual;
        if (arguments.Length is < 3 or > 4 || (arguments.Length == 4 && (!int.TryParse(arguments[3], CultureInfo.InvariantCulture, out top) || top < 1)))
        {
            await errors.WriteLineAsync("Expected: a model (an ONNX file or a checkpoint), a folder, a picture, and how many to find, at least 1 (10 if left out).");
            return 2;
        }

        using IImageEmbedder embedder = Open(arguments[0]);
        using PictureCollection pictures = new("pictures", embedder);
        await pictures.EnsureCollectionExistsAsync();
        await foreach (ImageEmbedding image in embedder.EmbedFolderAsync(arguments[1]))
            await pictures.UpsertAsync(new IndexedPicture { Path = image.Path!, Vector = image.Vector });

        await output.WriteLineAsync($"{pictures.Count} pictures, vectors of {embedder.Dimension} values by {embedder.ModelId}");
        await foreach (VectorSearchResult<IndexedPicture> found in pictures.SearchAsync(Picture(arguments[2], embedder), top))
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{found.Score:0.000}  {found.Record.Path}"));
        return 0;
    }

    private static IImageEmbedder Open(string model) => Path.GetExtension(model).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
        ? new OnnxImageEmbedder(model)
        : ImageEmbedder.Load(model);

    private static Image Picture(string path, IImageEmbedder embedder)
        => Image.Load(path, new() { Channels = embedder.InputChannels == 1 ? ImageChannels.Gray : ImageChannels.Rgb });
}
