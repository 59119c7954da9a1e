namespace SimClr.Core.Optimization;

/// <summary>An optimizer derived from one of torch's that remembers nothing but what that one does.</summary>
internal interface ITorchState;
