using Microsoft.Extensions.Options;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Samples.Pretraining;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.CommandLine;

/// <summary>Failures whose message tells the user all there is to know; any other is a bug and shows its stack trace.</summary>
public static class ExpectedFailure
{
    public static bool Is(Exception exception)
        => exception is PlanningException or ImageReadException or ViewGenerationException or TrainingDivergedException or OptionsValidationException
            or IOException or InvalidDataException or UnauthorizedAccessException;
}
