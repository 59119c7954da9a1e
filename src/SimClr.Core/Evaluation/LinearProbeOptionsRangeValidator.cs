using Microsoft.Extensions.Options;

namespace SimClr.Core.Evaluation;

[OptionsValidator]
internal sealed partial class LinearProbeOptionsRangeValidator : IValidateOptions<LinearProbeOptions>;
