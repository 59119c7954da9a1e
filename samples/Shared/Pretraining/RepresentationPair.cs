using SimClr.Core.Evaluation;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>The representations of the training images and of the test images; without labels there are no test images.</summary>
public sealed record RepresentationPair(FeatureSet Training, FeatureSet? Test);
