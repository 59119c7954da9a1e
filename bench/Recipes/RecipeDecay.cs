namespace SimClr.Core.Benchmarks.Recipes;

/// <summary>How the learning rate falls, after a tenth of warm-up.</summary>
internal enum RecipeDecay
{
    /// <summary>Along half a cosine.</summary>
    Cosine,

    /// <summary>In a straight line.</summary>
    Linear,

    /// <summary>Not at all for half of the time, then in a straight line.</summary>
    Late,
}
