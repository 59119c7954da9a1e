using Microsoft.Extensions.Options;

namespace SimClr.Core.Onnx;

[OptionsValidator]
internal sealed partial class OnnxImageEmbedderOptionsValidator : IValidateOptions<OnnxImageEmbedderOptions>;
