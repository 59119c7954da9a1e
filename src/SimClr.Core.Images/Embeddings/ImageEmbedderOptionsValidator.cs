using Microsoft.Extensions.Options;

namespace SimClr.Core.Embeddings;

[OptionsValidator]
internal sealed partial class ImageEmbedderOptionsValidator : IValidateOptions<ImageEmbedderOptions>;
