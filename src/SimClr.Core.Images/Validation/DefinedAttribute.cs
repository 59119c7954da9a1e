using System.ComponentModel.DataAnnotations;

namespace SimClr.Core.Validation;

/// <summary>A value of an enumeration must be one of its names; the message has them, and the value that was found.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DefinedAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is null || Enum.IsDefined(value.GetType(), value))
            return ValidationResult.Success;
        string names = string.Join(", ", Enum.GetNames(value.GetType()));
        string problem = $"{validationContext.DisplayName} must be one of {names}, but is {value}.";
        return new ValidationResult(problem, [validationContext.MemberName!]);
    }
}
