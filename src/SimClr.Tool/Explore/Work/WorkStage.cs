namespace SimClr.Tool.Explore.Work;

/// <summary>A piece of work.</summary>
/// <param name="Name">What is done; empty if nothing is.</param>
/// <param name="Done">How much of it.</param>
/// <param name="All">Of how much; 0 if that is not known.</param>
internal sealed record WorkStage(string Name, long Done, long All);
