// One model in several processes, if an MPI launcher starts them; in one, if none does.
//   dotnet build Distributed.cs -o out, then mpirun -n 2 --bind-to none dotnet out/Distributed.dll
#:project ../../src/SimClr.Core
#:project ../../src/SimClr.Core.Mpi
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Mpi;
using SimClr.Core.Training;

return MpiProgram.Run((ranks, stop) =>
{
    using SimClrPipeline simclr = new SimClrBuilder()
        .UseImages(new SyntheticSource(new SyntheticOptions { Count = 128 }))
        .UseAugmentations(SimClrAugmentations.Cifar(16))
        .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.125))
        .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (64, 2))   // a batch is of all processes together
        .UseCollective(ranks)
        .Build();
    TrainingResult result = simclr.Train(cancellationToken: stop);
    if (ranks.Rank == 0)
        Console.WriteLine($"{result.Steps} steps of {ranks.Size} process(es), loss {result.Epochs[^1].Loss:0.00}");
    return 0;
});

// Prints:
// 4 steps of 1 process(es), loss 4.82
