using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation;

/// <summary>Describes an augmentation that does not describe itself: by its public properties and what its constructor has kept.</summary>
/// <remarks>
/// Trimming keeps the public properties, by the annotation of <see cref="IAugmentation"/>, and every field that anything writes. So a
/// trimmed program describes an operation as an untrimmed one does.
/// </remarks>
internal sealed class ReflectedDescription
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
    private const BindingFlags Declared = Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const int DeepestObject = 3;
    private const int MostParameters = 256;

    private readonly SortedDictionary<string, object> _parameters = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AugmentationDescription> _steps = [];

    private ReflectedDescription()
    {
    }

    /// <summary>The type's name and its state, ordered by name.</summary>
    public static AugmentationDescription Of(IAugmentation augmentation)
    {
        ReflectedDescription state = new();
        PropertyInfo[] properties = augmentation.GetType().GetProperties(Public);
        foreach (PropertyInfo property in properties.Where(IsReadable).OrderBy(property => property.Name, StringComparer.Ordinal))
            state.Add(property.Name, property.GetValue(augmentation), depth: 0);
        foreach (FieldInfo field in Fields(augmentation).Where(field => field.IsPublic || IsFixed(field)))
            state.Add("", field, augmentation, depth: 0);
        return new AugmentationDescription(augmentation.GetType().Name, state._parameters.Select(pair => (pair.Key, pair.Value)))
        {
            Steps = state._steps,
        };
    }

    private static bool IsReadable(PropertyInfo property)
        => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && MayBeParameter(property.PropertyType);

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A field that a constructor writes is kept; one that nothing writes has nothing to describe.")]
    internal static IEnumerable<FieldInfo> Fields(object owner)
    {
        List<FieldInfo> fields = [];
        for (Type? type = owner.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            fields.AddRange(type.GetFields(Declared));
        return fields.OrderBy(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>Whether a constructor sets it for good. A field that may change later, say a counter, is no parameter.</summary>
    /// <remarks>Captured constructor parameters are not marked as read-only.</remarks>
    internal static bool IsFixed(FieldInfo field)
        => field.IsInitOnly || (field.Name[0] == '<' && field.Name.EndsWith(">P", StringComparison.Ordinal));

    /// <summary>What it is called in the source: &lt;Gain&gt;k__BackingField, &lt;gain&gt;P and _gain all are the gain.</summary>
    internal static string NameOf(FieldInfo field)
        => field.Name[0] == '<' ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name.TrimStart('_');

    private void Add(string prefix, FieldInfo field, object owner, int depth)
    {
        if (MayBeParameter(field.FieldType))
            Add(prefix + NameOf(field), field.GetValue(owner), depth);
    }

    private void Add(string name, object? value, int depth)
    {
        if (_parameters.Count == MostParameters || !_names.Add(name))
            return;
        switch (value)
        {
            case IAugmentation inner:
                _steps.Add(inner.Describe());
                break;
            case null or double or float or int or bool:
                _parameters[name] = value ?? "none";
                break;
            case IList list:
                AddItems(name, list, depth);
                break;
            case ITuple tuple:
                for (int item = 0; item < tuple.Length; item++)
                    Add($"{name}.{item + 1}", tuple[item], depth);
                break;
            case var _ when ParameterText.IsSimple(value.GetType()):
                _parameters[name] = ParameterText.Of(value);
                break;
            case var _ when depth < DeepestObject && MayBeParameter(value.GetType()):
                foreach (FieldInfo field in Fields(value))
                    Add($"{name}.", field, value, depth + 1);
                break;
        }
    }

    private void AddItems(string name, IList list, int depth)
    {
        if (ParameterText.OfAll(list) is { } text)
            _parameters[name] = text;
        else if (depth < DeepestObject)
            for (int item = 0; item < list.Count && _parameters.Count < MostParameters; item++)
                Add($"{name}.{item}", list[item], depth + 1);
    }

    // What the framework's other types hold, such as locks and caches, is no parameter; functions cannot be told apart.
    private static bool MayBeParameter(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        bool isFrameworks = inner.Namespace is "System" || inner.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true;
        return inner == typeof(object)
            || ParameterText.IsSimple(inner)
            || inner.IsAssignableTo(typeof(IEnumerable))
            || inner.IsAssignableTo(typeof(ITuple))
            || !(isFrameworks || inner.IsAssignableTo(typeof(Delegate)) || inner.IsPointer || inner.IsByRefLike);
    }
}
