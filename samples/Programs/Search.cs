// Find pictures that look like an example.
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;

SyntheticSource pictures = new(new SyntheticOptions { Count = 256, Size = 16, Classes = 4 });
SyntheticSource examples = new(new SyntheticOptions { Count = 2, Size = 16, Classes = 4, Seed = 9 });
using SimClrPipeline simclr = new SimClrBuilder()
    .UseImages(pictures)
    .UseAugmentations(SimClrAugmentations.Cifar(16))
    .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.125))
    .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (64, 3))
    .Build();
simclr.Train();

Neighbors found = new NeighborSearch(simclr.Extract(pictures)).Find(simclr.Extract(examples), count: 2);
for (int query = 0; query < found.QueryCount; query++)
    for (int rank = 0; rank < found.Count; rank++)
        Console.WriteLine($"example {query}, place {rank + 1}: picture {found.Indices(query)[rank]}, similarity {found.Similarities(query)[rank]:0.00}");

// Prints:
// example 0, place 1: picture 71, similarity 0.97
// example 0, place 2: picture 73, similarity 0.97
// example 1, place 1: picture 185, similarity 0.98
// example 1, place 2: picture 251, similarity 0.98
