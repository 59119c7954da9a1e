using Microsoft.Extensions.Options;

namespace SimClr.Core.Training.Callbacks;

[OptionsValidator]
internal sealed partial class OnlineLinearProbeOptionsValidator : IValidateOptions<OnlineLinearProbeOptions>;
