using Microsoft.Extensions.Options;

namespace SimClr.Core.Interop;

[OptionsValidator]
internal sealed partial class WeightsOptionsValidator : IValidateOptions<WeightsOptions>;
