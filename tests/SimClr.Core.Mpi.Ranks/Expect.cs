using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Ranks;

/// <summary>Checks that end the rank with a message.</summary>
internal static class Expect
{
    public static void That(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"Not so: {what}.");
    }

    /// <summary>Same type, same shape, and the same bits.</summary>
    public static void Same(Tensor actual, Tensor expected, string what)
    {
        That(actual.dtype == expected.dtype, $"{what}: type {actual.dtype}, expected {expected.dtype}");
        That(actual.shape.SequenceEqual(expected.shape), $"{what}: shape [{string.Join(", ", actual.shape)}]");
        That(actual.numel() == 0 || actual.bytes.SequenceEqual(expected.bytes), $"{what}: other values");
    }

    public static void Throws<TException>(Action act, string part)
        where TException : Exception
    {
        try
        {
            act();
        }
        catch (TException exception)
        {
            That(exception.Message.Contains(part, StringComparison.Ordinal), $"'{exception.Message}' has '{part}'");
            return;
        }

        That(false, $"{typeof(TException).Name} with '{part}'");
    }
}
