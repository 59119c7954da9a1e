using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SimClr.Core.Augmentation;

/// <summary>Parameters as text, the same in every culture.</summary>
internal static class ParameterText
{
    private const int LongestList = 32;
    private const int LongestDigested = 1 << 20;
    private const int DigestDigits = 16;

    /// <summary>Whether text says all of a value: of a number, a boolean, an enumeration, a string, a time and the like.</summary>
    public static bool IsSimple(Type type)
        => type == typeof(string) || type == typeof(bool)
            || (type.IsValueType && type.IsAssignableTo(typeof(IFormattable)) && type != typeof(IntPtr) && type != typeof(UIntPtr));

    public static string Of(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "none";

    /// <summary>
    /// A list's simple values in a row, a long one's number and digest; null where they are not simple, or too many for either.
    /// </summary>
    public static string? OfAll(IList list)
    {
        if (list.Count is 0 or > LongestDigested || !list.Cast<object?>().All(item => item is null || IsSimple(item.GetType())))
            return null;
        string all = string.Join(' ', list.Cast<object?>().Select(Of));
        return list.Count <= LongestList
            ? all
            : $"{list.Count} values, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..DigestDigits]}";
    }
}
