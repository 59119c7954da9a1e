using SimClr.Core.Models;

namespace SimClr.Core;

/// <summary>An encoder still to be made, and what is wrong with its options.</summary>
/// <param name="Create">Makes the encoder for a seed.</param>
/// <param name="InputChannels">Channels of the images it takes.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record EncoderChoice(Func<long, Encoder> Create, Func<int> InputChannels, Func<IEnumerable<string>> Problems)
{
    public static EncoderChoice ResNet(ResNetDepth depth, ResNetOptions options)
        => new(seed => new ResNetEncoder(depth, options, seed), () => options.InputChannels, () => ResNetProblems(depth, options));

    public static EncoderChoice Own(Func<Encoder> create)
    {
        GivenPart<Encoder> given = new("Encoder", nameof(SimClrBuilder.UseEncoder), create);
        return new(_ => given.HandOver(), () => given.Make().InputChannels, given.Problems);
    }

    private static IEnumerable<string> ResNetProblems(ResNetDepth depth, ResNetOptions options)
    {
        foreach (string failure in PipelineChecks.Failures(new ResNetOptionsValidator().Validate(null, options)))
            yield return failure;
        if (!Enum.IsDefined(depth))
            yield return $"Encoder: {depth} is no depth of a ResNet; expected {string.Join(", ", Enum.GetNames<ResNetDepth>())}.";
    }
}
