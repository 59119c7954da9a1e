using SimClr.Core.Models;

namespace SimClr.Core;

/// <summary>An encoder still to be made, and what is wrong with its options.</summary>
internal sealed record EncoderChoice(Func<long, Encoder> Create, Func<IEnumerable<string>> Problems)
{
    public static EncoderChoice ResNet(ResNetDepth depth, ResNetOptions options)
        => new(seed => new ResNetEncoder(depth, options, seed), () => PipelineChecks.Failures(new ResNetOptionsValidator().Validate(null, options))
            .Concat(Enum.IsDefined(depth) ? [] : [$"Encoder: {depth} is no depth of a ResNet; expected 18, 34, 50, 101 or 152."]));

    public static EncoderChoice Own(Encoder encoder) => new(_ => encoder, () => []);
}
