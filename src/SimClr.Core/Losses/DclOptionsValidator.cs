using Microsoft.Extensions.Options;

namespace SimClr.Core.Losses;

[OptionsValidator]
internal sealed partial class DclOptionsValidator : IValidateOptions<DclOptions>;
