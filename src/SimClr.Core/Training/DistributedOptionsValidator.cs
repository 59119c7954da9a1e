using Microsoft.Extensions.Options;

namespace SimClr.Core.Training;

/// <summary>Ranges of <see cref="DistributedOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class DistributedOptionsValidator : IValidateOptions<DistributedOptions>;
