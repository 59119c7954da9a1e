using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>How the tensors of a file and of a module go together.</summary>
internal sealed class WeightsMatch
{
    private readonly Dictionary<string, string> _fileNames = [];
    private readonly List<string> _matched = [];
    private readonly List<string> _missing = [];
    private readonly List<string> _unexpected = [];
    private readonly List<string> _ignored = [];
    private readonly List<string> _converted = [];
    private readonly List<string> _differences = [];

    private WeightsMatch()
    {
    }

    /// <summary>The file's name of each tensor of the module that it has, by the module's.</summary>
    public IReadOnlyDictionary<string, string> FileNames => _fileNames;

    /// <summary>What keeps the file from being loaded, one phrase each.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>The names, without the prefix, that are in the file alone.</summary>
    public IReadOnlyList<string> Unknown { get; private set; } = [];

    /// <summary>Compares.</summary>
    /// <param name="expected">The module's tensors.</param>
    /// <param name="found">The file's.</param>
    /// <param name="options">Which, and under which names.</param>
    public static WeightsMatch Of(
        IReadOnlyDictionary<string, TensorForm> expected, IReadOnlyDictionary<string, TensorForm> found, WeightsOptions options)
    {
        WeightsMatch match = new();
        match.Assign(expected, found, options);
        foreach ((string name, TensorForm form) in expected)
            match.Compare(name, form, found, options);
        match.Unknown = [.. match._unexpected.Select(name => name[options.Prefix.Length..])];
        if (options.Strict)
            match._differences.AddRange(match.Unknown.Select(name => $"'{name}' is unknown"));
        return match;
    }

    /// <summary>What is told once the file has been loaded.</summary>
    public WeightsReport ToReport(string path, IWeightsFile file) => new()
    {
        Path = path,
        Key = file.Key,
        Matched = _matched,
        Missing = _missing,
        Unexpected = _unexpected,
        Ignored = [.. _ignored, .. file.Others],
        Converted = _converted,
    };

    private void Assign(
        IReadOnlyDictionary<string, TensorForm> expected, IReadOnlyDictionary<string, TensorForm> found, WeightsOptions options)
    {
        WeightsNames names = new(options);
        foreach (string fileName in found.Keys)
        {
            if (names.InModule(fileName) is not { } name)
                _ignored.Add(fileName);
            else if (!expected.ContainsKey(name))
                _unexpected.Add(fileName);
            else if (!_fileNames.TryAdd(name, fileName))
                _differences.Add($"'{_fileNames[name]}' and '{fileName}' of the file are both '{name}'");
        }
    }

    private void Compare(string name, TensorForm expected, IReadOnlyDictionary<string, TensorForm> found, WeightsOptions options)
    {
        if (!_fileNames.TryGetValue(name, out string? fileName))
        {
            _missing.Add(name);
            if (options.Strict)
                _differences.Add($"'{name}' is missing");
            return;
        }

        _matched.Add(name);
        TensorForm form = found[fileName];
        bool isOtherType = form.Type != expected.Type;
        bool isConverted = isOtherType && CanConvert(form.Type, expected.Type, options.ConvertTypes);
        if (expected.DifferenceOf(isConverted ? form with { Type = expected.Type } : form) is { } difference)
            _differences.Add($"'{name}' {difference}");
        else if (isConverted)
            _converted.Add(name);
    }

    private static bool CanConvert(ScalarType from, ScalarType to, bool withLoss) => (from, to) switch
    {
        (ScalarType.Float16 or ScalarType.BFloat16, ScalarType.Float32 or ScalarType.Float64) or (ScalarType.Float32, ScalarType.Float64) => true,
        _ => withLoss && (IsFloating(to) || !IsFloating(from)),
    };

    private static bool IsFloating(ScalarType type)
        => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
}
