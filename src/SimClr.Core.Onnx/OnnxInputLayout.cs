namespace SimClr.Core.Onnx;

/// <summary>The order of an image input's dimensions.</summary>
public enum OnnxInputLayout
{
    /// <summary>[N, C, H, W], as PyTorch's models have it.</summary>
    ChannelsFirst,

    /// <summary>[N, H, W, C], as TensorFlow's models have it.</summary>
    ChannelsLast,
}
