using Microsoft.Extensions.Options;

namespace SimClr.Core.Optimization;

[OptionsValidator]
internal sealed partial class MuonOptionsValidator : IValidateOptions<MuonOptions>;
