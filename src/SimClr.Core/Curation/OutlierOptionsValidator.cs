using Microsoft.Extensions.Options;

namespace SimClr.Core.Curation;

[OptionsValidator]
internal sealed partial class OutlierOptionsValidator : IValidateOptions<OutlierOptions>;
