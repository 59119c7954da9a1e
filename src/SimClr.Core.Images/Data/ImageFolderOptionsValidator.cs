using Microsoft.Extensions.Options;

namespace SimClr.Core.Data;

[OptionsValidator]
internal sealed partial class ImageFolderOptionsValidator : IValidateOptions<ImageFolderOptions>;
