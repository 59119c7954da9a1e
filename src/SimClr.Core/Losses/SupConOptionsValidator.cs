using Microsoft.Extensions.Options;

namespace SimClr.Core.Losses;

[OptionsValidator]
internal sealed partial class SupConOptionsValidator : IValidateOptions<SupConOptions>;
