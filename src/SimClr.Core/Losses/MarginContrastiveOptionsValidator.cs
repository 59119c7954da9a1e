using Microsoft.Extensions.Options;

namespace SimClr.Core.Losses;

[OptionsValidator]
internal sealed partial class MarginContrastiveOptionsValidator : IValidateOptions<MarginContrastiveOptions>;
