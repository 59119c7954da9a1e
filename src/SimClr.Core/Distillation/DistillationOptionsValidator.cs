using Microsoft.Extensions.Options;

namespace SimClr.Core.Distillation;

[OptionsValidator]
internal sealed partial class DistillationOptionsValidator : IValidateOptions<DistillationOptions>;
