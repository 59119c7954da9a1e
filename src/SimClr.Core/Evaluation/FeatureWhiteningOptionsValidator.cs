using Microsoft.Extensions.Options;

namespace SimClr.Core.Evaluation;

[OptionsValidator]
internal sealed partial class FeatureWhiteningOptionsValidator : IValidateOptions<FeatureWhiteningOptions>;
