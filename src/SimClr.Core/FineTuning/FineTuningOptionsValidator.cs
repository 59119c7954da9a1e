using Microsoft.Extensions.Options;

namespace SimClr.Core.FineTuning;

[OptionsValidator]
internal sealed partial class FineTuningOptionsValidator : IValidateOptions<FineTuningOptions>;
