using Microsoft.Extensions.Options;

namespace SimClr.Core.Curation;

[OptionsValidator]
internal sealed partial class DuplicateOptionsValidator : IValidateOptions<DuplicateOptions>;
