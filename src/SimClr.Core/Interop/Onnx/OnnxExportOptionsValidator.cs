using Microsoft.Extensions.Options;

namespace SimClr.Core.Interop.Onnx;

[OptionsValidator]
internal sealed partial class OnnxExportOptionsValidator : IValidateOptions<OnnxExportOptions>;
