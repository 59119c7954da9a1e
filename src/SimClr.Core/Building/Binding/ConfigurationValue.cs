using System.ComponentModel;
using Microsoft.Extensions.Configuration;

namespace SimClr.Core.Building.Binding;

/// <summary>The value of an option from configuration.</summary>
internal static class ConfigurationValue
{
    private static readonly Type[] WholeNumbers =
        [typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong)];

    private static readonly Type[] Numbers = [typeof(double), typeof(float), typeof(decimal), typeof(Half)];

    /// <summary>Reads a value of any type; lists and nested options as .NET's configuration binder does.</summary>
    /// <param name="entry">Where it is.</param>
    /// <param name="type">The option's type.</param>
    /// <exception cref="FormatException">It is of another type; the message says what was expected and what was found.</exception>
    public static object? Read(IConfigurationSection entry, Type type)
    {
        Type simple = Nullable.GetUnderlyingType(type) ?? type;
        TypeConverter converter = TypeDescriptor.GetConverter(simple);
        if (!converter.CanConvertFrom(typeof(string)))
            return Bound(entry, type);
        if (entry.GetChildren().Any())
            throw new FormatException($"expected {Description(simple)}, found a section.");
        bool canBeNull = simple != type || !type.IsValueType;
        if (entry.Value is null or "" && canBeNull && simple != typeof(string))
            return null;
        return entry.Value is { } text ? Parsed(text, simple, converter) : Null(simple, canBeNull);
    }

    private static object? Null(Type type, bool isAllowed)
        => isAllowed ? null : throw new FormatException($"expected {Description(type)}, found null.");

    private static object? Parsed(string text, Type type, TypeConverter converter)
    {
        // An enumeration's converter also takes numbers that stand for nothing.
        if (type.IsEnum)
            return Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
                ? Enum.Parse(type, known)
                : throw new FormatException($"expected {Description(type)}, found '{text}'.");
        try
        {
            return converter.ConvertFromInvariantString(text);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            throw new FormatException($"expected {Description(type)}, found '{text}'.", failure);
        }
    }

    private static object? Bound(IConfigurationSection entry, Type type)
    {
        try
        {
            return entry.Get(type, options => options.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException failure)
        {
            // Around the failure that names the value there may be one that only says that there was a failure.
            throw new FormatException((failure.InnerException as InvalidOperationException ?? failure).Message, failure);
        }
    }

    private static string Description(Type type)
    {
        if (type.IsEnum)
            return $"one of {string.Join(", ", Enum.GetNames(type))}";
        if (type == typeof(bool))
            return "true or false";
        if (WholeNumbers.Contains(type))
            return $"a whole number ({type.Name})";
        return Numbers.Contains(type) ? "a number" : $"a {type.Name}";
    }
}
