using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>An object's type and its public values of simple types, as JSON; what torch's base classes hold is left out.</summary>
internal static class ObjectDescription
{
    /// <summary>Describes an object, but for the members named.</summary>
    public static JsonObject Of(object item, params string[] except)
    {
        JsonObject json = new() { ["type"] = item.GetType().Name };
        foreach ((MemberInfo member, object? value) in Members(item).OrderBy(pair => pair.Member.Name, StringComparer.Ordinal))
            if (!except.Contains(member.Name))
                json[member.Name] = Convert.ToString(value, CultureInfo.InvariantCulture);
        return json;
    }

    private static IEnumerable<(MemberInfo Member, object? Value)> Members(object item)
    {
        const BindingFlags open = BindingFlags.Public | BindingFlags.Instance;
        bool isTorchs = item is nn.Module or optim.Optimizer;
        foreach (PropertyInfo property in item.GetType().GetProperties(open))
            if (property.CanRead && property.GetIndexParameters().Length == 0 && Counts(property, property.PropertyType))
                yield return (property, property.GetValue(item));
        foreach (FieldInfo field in item.GetType().GetFields(open))
            if (Counts(field, field.FieldType))
                yield return (field, field.GetValue(item));

        bool Counts(MemberInfo member, Type type)
            => IsSimple(type) && !(isTorchs && member.DeclaringType!.Assembly == typeof(nn.Module).Assembly);
    }

    private static bool IsSimple(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return (inner.IsPrimitive && inner != typeof(IntPtr)) || inner.IsEnum || inner == typeof(string) || inner == typeof(decimal);
    }
}
