using System.Globalization;

namespace SimClr.Core.Validation;

/// <summary>What an exception says, on one line, for a list or for a sentence that ends with it.</summary>
internal static class Reason
{
    /// <summary>
    /// The message. The framework adds the parameter's name and, on a line of its own, the value. Here the name is left out if the message
    /// has it already, and the value stands in the sentence.
    /// </summary>
    public static string Of(Exception exception)
    {
        if (exception is not ArgumentException { ParamName: { } name } refusal)
            return exception.Message;
        object? value = (refusal as ArgumentOutOfRangeException)?.ActualValue;
        string added = Added(name, value);
        if (!refusal.Message.EndsWith(added, StringComparison.Ordinal))
            return refusal.Message;
        string text = refusal.Message[..^added.Length];
        string parameter = text.Contains(name, StringComparison.OrdinalIgnoreCase) ? "" : Added(name, null);
        return WithValue(text, value) + parameter;
    }

    private static string Added(string name, object? value)
        => (value is null ? new ArgumentException("", name) : new ArgumentOutOfRangeException(name, value, "")).Message;

    private static string WithValue(string text, object? value)
    {
        string? found = Convert.ToString(value, CultureInfo.InvariantCulture);
        // The framework's own checks quote the value: "count ('-1') must be ...".
        return string.IsNullOrEmpty(found) || text.Contains($"'{value}'", StringComparison.Ordinal)
            ? text
            : $"{text.TrimEnd('.')}, found {found}.";
    }
}
