using Microsoft.Extensions.Options;

namespace SimClr.Core.Loading;

[OptionsValidator]
internal sealed partial class ViewLoaderOptionsValidator : IValidateOptions<ViewLoaderOptions>;
