using System.Runtime.ExceptionServices;

namespace SimClr.Core.Training;

/// <summary>What a callback threw.</summary>
internal sealed record CallbackFailure(TrainingCallback Callback, ExceptionDispatchInfo Exception);
