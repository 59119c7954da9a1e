using Microsoft.Extensions.Options;

namespace SimClr.Core.Evaluation;

[OptionsValidator]
internal sealed partial class LinearProbeOptionsValidator : IValidateOptions<LinearProbeOptions>;
