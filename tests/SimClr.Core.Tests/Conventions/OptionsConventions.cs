using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace SimClr.Core.Tests.Conventions;

/// <summary>What every options class must be.</summary>
internal static class OptionsConventions
{
    /// <summary>The ways in which an options class breaks the conventions.</summary>
    /// <param name="type">The options class.</param>
    /// <param name="documentation">Its assembly's documentation file.</param>
    public static IEnumerable<string> Violations(Type type, XDocument documentation)
    {
        if (!type.IsSealed)
            yield return "is not sealed";
        if (type.GetConstructor(Type.EmptyTypes) is null)
            yield return "has no public constructor without parameters";
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetMethod is not { IsPublic: true } || property.SetMethod is not { IsPublic: true } set || IsInit(set))
                yield return $"{property.Name} has no public get and set";
            if (!Documentation(property, documentation).Contains("default", StringComparison.OrdinalIgnoreCase))
                yield return $"{property.Name}'s documentation does not state its default";
        }
    }

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Documentation(PropertyInfo property, XDocument documentation)
    {
        string name = $"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}";
        return documentation.Descendants("member").FirstOrDefault(member => member.Attribute("name")!.Value == name)?.Value ?? "";
    }
}
