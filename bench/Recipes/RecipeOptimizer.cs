namespace SimClr.Core.Benchmarks.Recipes;

/// <summary>The optimizers that are compared.</summary>
internal enum RecipeOptimizer
{
    /// <summary>Momentum 0.9, weight decay 5e-4.</summary>
    Sgd,

    /// <summary>The library's defaults.</summary>
    Muon,
}
