using System.Runtime.ExceptionServices;
using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Training;

public sealed class SideBySideTests
{
    private const int Rounds = 3;

    [Fact]
    public void Train_TwoPipelinesOnTwoThreadsAtOnce_GivesTheWeightsOfEachAlone()
    {
        float[][] alone = [Train(0), Train(1)];
        alone[0].Should().NotEqual(alone[1]);
        for (int round = 0; round < Rounds; round++)
        {
            float[][] together = new float[2][];
            using Barrier start = new(together.Length);
            OnThreads(together.Length, number =>
            {
                start.SignalAndWait();
                together[number] = Train(number);
            });
            together[0].Should().Equal(alone[0]);
            together[1].Should().Equal(alone[1]);
        }
    }

    private static float[] Train(int number)
    {
        using SimClrPipeline pipeline = new SimClrBuilder()
            .UseImages(new DrawnImages(40))
            .UseAugmentations(a => a.RandomResizedCrop(8).RandomHorizontalFlip().ColorDistortion(0.5))
            .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.125))
            .UseProjectionHead(o => o.OutputDimension = 16)
            // One of them with several micro-batches, which save and set torch's random state.
            .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Seed, o.Workers, o.MicroBatchSize) = (4, 10, number, 2, number == 0 ? null : 3))
            .Build();
        pipeline.Train();
        pipeline.Extract(new DrawnImages(10));
        return SmallModel.Weights(pipeline.Model);
    }

    private static void OnThreads(int count, Action<int> work)
    {
        Exception?[] failures = new Exception?[count];
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            try
            {
                work(number);
            }
            catch (Exception failure)
            {
                failures[number] = failure;
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (Array.Find(failures, failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
    }
}
