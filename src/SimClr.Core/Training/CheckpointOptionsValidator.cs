using Microsoft.Extensions.Options;

namespace SimClr.Core.Training;

/// <summary>Ranges of <see cref="CheckpointOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class CheckpointOptionsValidator : IValidateOptions<CheckpointOptions>;
