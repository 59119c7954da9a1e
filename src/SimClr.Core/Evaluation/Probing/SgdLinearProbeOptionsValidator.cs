using Microsoft.Extensions.Options;

namespace SimClr.Core.Evaluation.Probing;

[OptionsValidator]
internal sealed partial class SgdLinearProbeOptionsValidator : IValidateOptions<SgdLinearProbeOptions>;
