using Microsoft.Extensions.Options;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Training;

namespace SimClr.Tool.CommandLine;

/// <summary>Errors whose message says all that a user needs; others show where they came from.</summary>
internal static class ExpectedErrors
{
    public static bool Has(Exception exception) => exception
        is IOException or UnauthorizedAccessException or InvalidDataException or ImageReadException or OptionsValidationException or ToolException
            or ViewGenerationException or TrainingDivergedException;
}
