using Microsoft.Extensions.Options;

namespace SimClr.Core.Curation.Maps;

[OptionsValidator]
internal sealed partial class EmbeddingMapOptionsValidator : IValidateOptions<EmbeddingMapOptions>;
