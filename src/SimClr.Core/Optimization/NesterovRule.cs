using System.ComponentModel.DataAnnotations;

namespace SimClr.Core.Optimization;

/// <summary>What options with Nesterov's momentum must hold to.</summary>
internal static class NesterovRule
{
    /// <summary>The problem, if there is one.</summary>
    public static IEnumerable<ValidationResult> Check(bool nesterov, double momentum) => nesterov && momentum == 0
        ? [new ValidationResult("Nesterov's form needs a momentum above 0: set a Momentum, or Nesterov to false.", ["Nesterov"])]
        : [];
}
