using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>From images in managed memory to what an encoder takes.</summary>
internal static class EncoderInput
{
    /// <summary>A block of images on the device and in the type of an encoder's parameters; belongs to the present dispose scope.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="block">The images, interleaved.</param>
    /// <param name="shape">Of each.</param>
    /// <returns>
    /// [N, C, H, W], of memory [N, H, W, C]: libtorch sees the strides and takes its channels-last kernels.
    /// </returns>
    public static Tensor Of(Encoder encoder, ImageBlock block, ViewShape shape)
    {
        Tensor? parameter = encoder.parameters().FirstOrDefault(parameter => parameter.is_floating_point());
        return TensorTransfer.ToTensor(block.Pixels, [block.Count, shape.Height, shape.Width, shape.Channels], parameter?.device ?? CPU)
            .to(parameter?.dtype ?? ScalarType.Float32).permute(0, 3, 1, 2);
    }
}
