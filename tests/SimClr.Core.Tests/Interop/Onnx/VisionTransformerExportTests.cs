using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>Vision transformers in OnnxRuntime against the library.</summary>
public sealed class VisionTransformerExportTests
{
    [Theory]
    [InlineData(VisionTransformerPooling.ClassToken, 16, 16)]
    [InlineData(VisionTransformerPooling.Mean, 16, 16)]
    [InlineData(VisionTransformerPooling.ClassToken, 24, 12)]
    [InlineData(VisionTransformerPooling.Mean, 8, 20)]
    public void Run_EitherPooling_GivesTheEncodersFeatures(VisionTransformerPooling pooling, int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using VisionTransformerEncoder encoder = Create(pooling);
        using IDisposable noGradient = no_grad();
        using OnnxRun run = OnnxRun.Of(encoder, new OnnxExportOptions { Height = height, Width = width });
        Tensor images = OnnxNetworks.Images(3, height, width);
        Tensor expected = encoder.call(images);
        OnnxNetworks.ShouldEqual(run.Run(images), expected);
        OnnxNetworks.ShouldEqual(run.Run(images.narrow(0, 1, 1)), expected.narrow(0, 1, 1));
    }

    [Fact]
    public void Save_OfAnySize_SaysThatThePositionsAreForOne()
    {
        using VisionTransformerEncoder encoder = Create(VisionTransformerPooling.Mean);
        Action save = () => OnnxBytes.Of(encoder, new OnnxExportOptions { DynamicSize = true });
        save.Should().Throw<NotSupportedException>().WithMessage("*position embeddings*16 x 16*");
    }

    [Fact]
    public void Save_SidesThatAreNoMultiple_SaysThePatch()
    {
        using VisionTransformerEncoder encoder = Create(VisionTransformerPooling.Mean);
        Action save = () => OnnxBytes.Of(encoder, new OnnxExportOptions { Height = 16, Width = 18 });
        save.Should().Throw<ArgumentException>().WithMessage("*multiples of the patch size, 4, found 16 x 18*");
    }

    private static VisionTransformerEncoder Create(VisionTransformerPooling pooling)
    {
        VisionTransformerOptions options = new() { ImageSize = 16, PatchSize = 4, Depth = 3, Width = 24, Heads = 3, Pooling = pooling };
        VisionTransformerEncoder encoder = new(options, seed: 3);
        // The class token and the positions are too small at first to be missed.
        using (no_grad())
        {
            foreach ((string name, TorchSharp.Modules.Parameter parameter) in encoder.named_parameters())
                if (name is "cls_token" or "pos_embed" || name.Contains("attn.qkv.weight"))
                    parameter.mul_(name == "cls_token" ? 1e6 : 20);
        }

        return OnnxNetworks.Trained(encoder, OnnxNetworks.Images(2, 16, 16));
    }
}
