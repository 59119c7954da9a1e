using Microsoft.Extensions.Options;

namespace SimClr.Core.Data;

[OptionsValidator]
internal sealed partial class DataSetOptionsValidator : IValidateOptions<DataSetOptions>;
