using Microsoft.Extensions.Options;

namespace SimClr.Core.Training;

[OptionsValidator]
internal sealed partial class TrainingOptionsValidator : IValidateOptions<TrainingOptions>;
