using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;
using SimClr.Core.Evaluation;
using SimClr.Core.Losses;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using SimClr.Core.Validation;

namespace SimClr.Core.Tests.Conventions;

/// <summary>Whoever sets an option out of its range is told the range and what was found.</summary>
public sealed class OptionsRangeTests
{
    private static readonly PropertyInfo[] Properties =
    [
        .. Library.ExportedTypes.Where(type => !type.IsAbstract && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties()),
    ];

    public static TheoryData<Type, string> Ranges => Named<InRangeAttribute>();

    public static TheoryData<Type, string> Choices => Named<DefinedAttribute>();

    public static TheoryData<Type, string, object, string> Messages => new()
    {
        { typeof(TrainingOptions), "BatchSize", 0, "between 2 and 1048576, but is 0" },
        { typeof(TrainingOptions), "MicroBatchBudgetBytes", 0L, "at least 1, but is 0" },
        { typeof(NtXentOptions), "Temperature", -0.5, "between 1E-06 and 1000000, but is -0.5" },
        { typeof(NtXentOptions), "Reduction", (NtXentReduction)7, "one of MeanOverViews, SumOfDirections, but is 7" },
        { typeof(LarsOptions), "Momentum", 1.0, "at least 0 and below 1, but is 1" },
        { typeof(MarginTripletOptions), "Margin", 0.0, "above 0 and at most 2, but is 0" },
        { typeof(KnnOptions), "Temperature", double.PositiveInfinity, "a finite number above 0, but is Infinity" },
        { typeof(FeatureExtractorOptions), "BatchSize", 0, "at least 1, but is 0" },
    };

    [Fact]
    public void Options_Attributes_AreThoseThatGiveTheValue()
        => Properties.Where(property => property.GetCustomAttributes().Any(
                attribute => attribute.GetType() == typeof(RangeAttribute) || attribute is EnumDataTypeAttribute))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}").Should().BeEmpty();

    [Fact]
    public void Options_OfEnumerations_AreChecked()
        => Properties.Where(property => property.PropertyType.IsEnum).Should().NotBeEmpty()
            .And.OnlyContain(property => property.GetCustomAttribute<DefinedAttribute>() != null);

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Validate_NumberOutOfRange_IsInTheMessage(Type options, string name)
    {
        foreach (object value in Outside(options.GetProperty(name)!))
        {
            string found = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            Failures(options, name, value).Should().Contain(
                failure => failure.StartsWith($"{name}: {options.Name}.{name} must be ") && failure.EndsWith($", but is {found}."));
        }
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Validate_UndefinedChoice_IsInTheMessage(Type options, string name)
    {
        Type choices = options.GetProperty(name)!.PropertyType;
        Failures(options, name, Enum.ToObject(choices, 99)).Should()
            .Contain($"{name}: {options.Name}.{name} must be one of {string.Join(", ", Enum.GetNames(choices))}, but is 99.");
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Validate_OutOfRange_SaysTheRangeInWords(Type options, string name, object value, string expected)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Failures(options, name, value).Should().ContainSingle().Which.Should().Be($"{name}: {options.Name}.{name} must be {expected}.");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static TheoryData<Type, string> Named<TAttribute>()
        where TAttribute : Attribute
    {
        TheoryData<Type, string> data = [];
        foreach (PropertyInfo property in Properties.Where(property => property.GetCustomAttribute<TAttribute>() is not null))
            data.Add(property.ReflectedType!, property.Name);
        return data;
    }

    private static IEnumerable<object> Outside(PropertyInfo property)
    {
        InRangeAttribute range = property.GetCustomAttribute<InRangeAttribute>()!;
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        double minimum = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
        double maximum = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        yield return Convert.ChangeType(Math.Floor(minimum) - 1, type, CultureInfo.InvariantCulture);
        if (maximum < (type == typeof(double) ? double.MaxValue : int.MaxValue))
            yield return Convert.ChangeType(type == typeof(double) ? maximum * 2 + 1 : maximum + 1, type, CultureInfo.InvariantCulture);
        if (type == typeof(double))
            yield return double.NaN;
    }

    private static IEnumerable<string> Failures(Type options, string name, object value)
    {
        object instance = Activator.CreateInstance(options)!;
        options.GetProperty(name)!.SetValue(instance, value);
        Type interfaceType = typeof(IValidateOptions<>).MakeGenericType(options);
        Type validator = Library.Types.Single(type => !type.IsNested && type.IsAssignableTo(interfaceType));
        object result = interfaceType.GetMethod("Validate")!.Invoke(Activator.CreateInstance(validator), [null, instance])!;
        return ((ValidateOptionsResult)result).Failures ?? [];
    }
}
