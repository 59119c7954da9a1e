using SimClr.Core.Models;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.FineTuning;

/// <summary>Encoders made by a user's function: with new weights, or with those of another.</summary>
internal static class EncoderCopy
{
    /// <summary>A new encoder.</summary>
    /// <exception cref="ArgumentException">The function gives null.</exception>
    public static Encoder Make(Func<long, Encoder> create, long seed)
        => create(seed) ?? throw new ArgumentException("Expected an encoder, but the function gave null.", nameof(create));

    /// <summary>A new encoder with the weights, the statistics and the device of another, which stays as it is.</summary>
    /// <exception cref="ArgumentException">The function gives null, the other encoder itself, or one of another shape.</exception>
    /// <exception cref="InvalidOperationException">A training of the other encoder runs on another thread.</exception>
    public static Encoder Of(Encoder original, Func<long, Encoder> create, long seed)
    {
        Encoder copy = Make(create, seed);
        if (ReferenceEquals(copy, original))
        {
            throw new ArgumentException(
                "The function gave the pretrained encoder itself: let it make a new one, into which the weights are copied. "
                + "To train that encoder in place, call Train with a task of its own.",
                nameof(create));
        }

        using ModuleUse use = ModuleUse.Begin(original, nameof(FineTuner.Fit), ModuleUseKind.Reading);
        string[] differences = [.. TensorSets.Differences(original.state_dict(), copy.state_dict())];
        if (differences.Length > 0)
        {
            copy.Dispose();
            throw new ArgumentException(
                $"The function makes another encoder than the pretrained {original.GetName()}: {LongList.Join(differences)}.", nameof(create));
        }

        if (original.parameters().FirstOrDefault() is { } parameter && parameter.device.type != DeviceType.CPU)
            copy.to(parameter.device);
        TensorSets.Copy(original.state_dict(), copy.state_dict());
        return copy;
    }
}
