using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SimClr.Core.Validation;

/// <summary>A range whose message has the value that was found, too.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InRangeAttribute : RangeAttribute
{
    public InRangeAttribute(int minimum, int maximum)
        : base(minimum, maximum)
    {
    }

    public InRangeAttribute(double minimum, double maximum)
        : base(minimum, maximum)
    {
    }

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (IsValid(value))
            return ValidationResult.Success;
        string problem = $"{validationContext.DisplayName} must be {Expected()}, but is {Text(value!)}.";
        return new ValidationResult(problem, [validationContext.MemberName!]);
    }

    private string Expected()
    {
        // The smallest positive number stands for 0 itself left out, as a type's largest number stands for no limit.
        bool excludesMinimum = MinimumIsExclusive || Minimum is double.Epsilon;
        string minimum = Minimum is double.Epsilon ? "0" : Text(Minimum);
        return Maximum switch
        {
            int.MaxValue or (double)long.MaxValue => $"at least {minimum}",
            double.MaxValue => $"a finite number {(excludesMinimum ? "above" : "from")} {minimum}",
            _ when excludesMinimum => $"above {minimum} and at most {Text(Maximum)}",
            _ when MaximumIsExclusive => $"at least {minimum} and below {Text(Maximum)}",
            _ => $"between {minimum} and {Text(Maximum)}",
        };
    }

    private static string Text(object number) => ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture);
}
