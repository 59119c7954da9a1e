namespace SimClr.Core.Optimization;

/// <summary>An optimizer that has something to say about its next step, for logs.</summary>
public interface IMeasuredOptimizer
{
    /// <summary>
    /// Named scalars, such as <c>lars/trust_ratio/encoder.conv1.weight</c>, from the present weights and gradients; called between backward
    /// pass and step. May wait for the device.
    /// </summary>
    IEnumerable<KeyValuePair<string, double>> Measure();
}
