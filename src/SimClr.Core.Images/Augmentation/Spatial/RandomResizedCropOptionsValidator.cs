using Microsoft.Extensions.Options;

namespace SimClr.Core.Augmentation;

[OptionsValidator]
internal sealed partial class RandomResizedCropOptionsValidator : IValidateOptions<RandomResizedCropOptions>;
