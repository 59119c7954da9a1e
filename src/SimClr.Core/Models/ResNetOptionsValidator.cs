using Microsoft.Extensions.Options;

namespace SimClr.Core.Models;

[OptionsValidator]
internal sealed partial class ResNetOptionsValidator : IValidateOptions<ResNetOptions>;
