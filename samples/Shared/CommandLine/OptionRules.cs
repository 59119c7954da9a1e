using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using SimClr.Core.Samples.Data;

namespace SimClr.Core.Samples.CommandLine;

/// <summary>Rules for the values of command-line options; a value that breaks one is an error that names option, value and rule.</summary>
public static class OptionRules
{
    /// <summary>The value must lie in [minimum, maximum].</summary>
    public static Option<T> Between<T>(this Option<T> option, T minimum, T maximum)
        where T : struct, INumber<T>
        => option.Must(value => value >= minimum && value <= maximum, $"between {Text(minimum)} and {Text(maximum)}");

    /// <inheritdoc cref="Between{T}(Option{T}, T, T)"/>
    public static Option<T?> Between<T>(this Option<T?> option, T minimum, T maximum)
        where T : struct, INumber<T>
        => option.Must(value => value is null || (value >= minimum && value <= maximum), $"between {Text(minimum)} and {Text(maximum)}");

    /// <summary>The value must be what <see cref="SampleData.Open"/> opens, as far as its name tells.</summary>
    public static Option<string?> MustBeImages(this Option<string?> option) => option.Must(
        value => value is null || Directory.Exists(value) || NamedData.Has(value) || (SampleData.IsList(value) && File.Exists(value)),
        $"a folder or list (.csv, .txt) that exists, or {NamedData.Names}",
        Place);

    /// <summary>The value must be able to become a folder: not empty, and no file of that name.</summary>
    public static Option<string> MayBecomeFolder(this Option<string> option)
        => option.Must(value => !string.IsNullOrWhiteSpace(value) && !File.Exists(value), "a folder, or a name that is still free", Place);

    // A relative path says little to whoever does not know where the program runs.
    private static string Place(string value)
    {
        string path = string.IsNullOrWhiteSpace(value) ? value : Path.GetFullPath(value);
        return File.Exists(path) ? $"'{path}' is a file" : $"is '{path}'";
    }

    private static Option<T> Must<T>(this Option<T> option, Predicate<T> rule, string expected, Func<string, string>? describe = null)
    {
        describe ??= value => $"is '{value}'";
        option.Validators.Add(result =>
        {
            // A value that is no T at all has its own error already.
            if (!result.Errors.Any() && TryGet(result, out T? value) && !rule(value!))
            {
                result.AddError(
                    $"{option.Name} must be {expected}, but {describe(string.Join(' ', result.Tokens.Select(token => token.Value)))}.");
            }

        });
        return option;
    }

    private static bool TryGet<T>(OptionResult result, out T? value)
    {
        try
        {
            value = result.GetValueOrDefault<T>();
            return true;
        }
        catch (InvalidOperationException)
        {
            value = default;
            return false;
        }
    }

    private static string Text<T>(T value)
        where T : INumber<T>
        => value.ToString(null, CultureInfo.InvariantCulture);
}
