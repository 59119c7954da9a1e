using Microsoft.Extensions.Options;

namespace SimClr.Core.Mpi;

[OptionsValidator]
internal sealed partial class MpiOptionsValidator : IValidateOptions<MpiOptions>;
