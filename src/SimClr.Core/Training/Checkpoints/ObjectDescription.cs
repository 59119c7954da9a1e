using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using SimClr.Core.Augmentation;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>An object's type and its public values of simple types, as JSON; what torch's base classes hold is left out.</summary>
internal static class ObjectDescription
{
    /// <summary>What is read of a type; trimming must leave it.</summary>
    private const DynamicallyAccessedMemberTypes Open =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields;

    /// <summary>Describes an object, but for the members named.</summary>
    /// <param name="item">The object.</param>
    /// <param name="type">
    /// Its type, by <c>GetType</c> of a variable whose own type is annotated, so that a trimmed program says the same.
    /// </param>
    /// <param name="except">Names of members to leave out.</param>
    public static JsonObject Of(object item, [DynamicallyAccessedMembers(Open)] Type type, params string[] except)
    {
        JsonObject json = new() { ["type"] = type.Name };
        foreach ((MemberInfo member, object? value) in Members(item, type).OrderBy(pair => pair.Member.Name, StringComparer.Ordinal))
            if (!except.Contains(member.Name))
                json[member.Name] = Convert.ToString(value, CultureInfo.InvariantCulture);
        return json;
    }

    /// <summary>The same, and what a constructor has kept: its captured parameters, and read-only fields, of simple types.</summary>
    /// <inheritdoc cref="Of"/>
    public static JsonObject WithKept(object item, [DynamicallyAccessedMembers(Open)] Type type)
    {
        JsonObject json = Of(item, type);
        HashSet<string> names = new(json.Select(pair => pair.Key), StringComparer.OrdinalIgnoreCase);
        foreach (FieldInfo field in ReflectedDescription.Fields(item).Where(IsKept).OrderBy(ReflectedDescription.NameOf, StringComparer.Ordinal))
            if (names.Add(ReflectedDescription.NameOf(field)))
                json[ReflectedDescription.NameOf(field)] = Convert.ToString(field.GetValue(item), CultureInfo.InvariantCulture);
        return json;
    }

    private static bool IsKept(FieldInfo field)
        => IsSimple(field.FieldType) && ReflectedDescription.IsFixed(field) && field.DeclaringType!.Assembly != typeof(nn.Module).Assembly;

    private static IEnumerable<(MemberInfo Member, object? Value)> Members(object item, [DynamicallyAccessedMembers(Open)] Type type)
    {
        const BindingFlags open = BindingFlags.Public | BindingFlags.Instance;
        bool isTorchs = item is nn.Module or optim.Optimizer;
        foreach (PropertyInfo property in type.GetProperties(open))
            if (property.CanRead && property.GetIndexParameters().Length == 0 && Counts(property, property.PropertyType))
                yield return (property, property.GetValue(item));
        foreach (FieldInfo field in type.GetFields(open))
            if (Counts(field, field.FieldType))
                yield return (field, field.GetValue(item));

        bool Counts(MemberInfo member, Type value)
            => IsSimple(value) && !(isTorchs && member.DeclaringType!.Assembly == typeof(nn.Module).Assembly);
    }

    private static bool IsSimple(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return (inner.IsPrimitive && inner != typeof(IntPtr)) || inner.IsEnum || inner == typeof(string) || inner == typeof(decimal);
    }
}
