using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distillation;
using SimClr.Core.Embeddings;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distillation;

public sealed class DistillationTests
{
    private static readonly DrawnImages Images = new(12);

    [Fact]
    public void Of_Teacher_CentersAndScalesItsVectors()
    {
        TeacherVectors vectors = TeacherVectors.Of(new Means(), Images);
        double[][] raw = [.. Enumerable.Range(0, 12).Select(index => Means.Of(Images.Read(index)).Select(value => (double)value).ToArray())];
        double[] mean = [.. Enumerable.Range(0, 3).Select(at => raw.Average(row => row[at]))];

        (vectors.Count, vectors.Dimension, vectors.ModelId).Should().Be((12, 3, "means"));
        for (int index = 0; index < 12; index++)
        {
            double[] centered = [.. raw[index].Zip(mean, (value, center) => value - center)];
            double norm = Math.Sqrt(centered.Sum(value => value * value));
            // The difference of two numbers near 0.5 is off by 2^-24, and these are a hundredth of them at least.
            vectors[index].ToArray().Zip(centered).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second / norm) < 1e-4);
        }
    }

    [Fact]
    public void Of_TeacherThatSaysNothing_IsRefused()
    {
        new Func<object>(() => TeacherVectors.Of(new Means { Constant = true }, Images)).Should().Throw<ArgumentException>().WithMessage("*same vector*");
        new Func<object>(() => TeacherVectors.Of(new Means(), new DrawnImages(1))).Should().Throw<ArgumentException>().WithMessage("*two images*found 1*");
    }

    [Theory]
    [InlineData(1, 0.1, 0)]
    [InlineData(3, 0.1, 0)]
    [InlineData(2, 0.7, 0)]
    [InlineData(1, 0.1, 4096)]
    [InlineData(3, 0.3, 5)]
    public void Loss_OfSeveralViews_IsThatOfTheNaiveLoop(int views, double temperature, int bankSize)
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel student = Student();
        Tensor values = arange(views * 4 * 6, dtype: ScalarType.Float64).sin().reshape(views * 4, 6);
        // The teacher says the same of all views of an image, here of images 0, 3, 6 and 9.
        TeacherVectors teacher = TeacherVectors.Of(new Means(), Images);
        double[][] targets = [.. Enumerable.Range(0, 4).Select(image => Vector(teacher, 3 * image))];
        values = cat([values.narrow(1, 0, 3), tensor(targets.SelectMany(row => row).ToArray()).reshape(4, 3).repeat(views, 1)], 1);
        double[][] predictions = [.. values.data<double>().ToArray().Chunk(6).Select(row => row[..3])];
        DistillationTask task = new(student, teacher, new() { Temperature = temperature, BankSize = bankSize });

        double[][] bank = [.. Enumerable.Range(0, task.BankSize).Select(place => Vector(teacher, place * 12 / task.BankSize))];

        task.BankSize.Should().Be(Math.Min(bankSize, 12));
        task.Loss(new EmbeddingBatch(values, views)).ToDouble().Should().BeApproximately(Naive(predictions, targets, bank, temperature), 1e-12);
    }

    [Fact]
    public void Train_Student_LearnsWhatTheTeacherSays()
    {
        TeacherVectors teacher = TeacherVectors.Of(new Means(), Images);
        using SimClrPipeline simclr = Builder().UseDistillation(teacher).ConfigureTraining(o => (o.BatchSize, o.Epochs) = (12, 60)).Build();
        double[][] vectors = [.. Enumerable.Range(0, 12).Select(index => Vector(teacher, index))];

        TrainingResult result = simclr.Train();

        // A student that says just what the teacher says has this loss.
        double perfect = Naive(vectors, vectors, vectors, new DistillationOptions().Temperature);
        result.Epochs[0].Loss.Should().BeGreaterThan(perfect + 0.5);
        result.Epochs[^1].Loss.Should().BeLessThan(perfect + 0.1);
    }

    [Fact]
    public void Train_InMicroBatches_GivesTheSameLoss()
    {
        TeacherVectors teacher = TeacherVectors.Of(new Means(), Images);
        double[] losses = [.. new int?[] { null, 5 }.Select(size =>
        {
            // Without batch norm, images do not see each other.
            using SimClrPipeline simclr = Builder().UseEncoder(_ => new ModuleEncoder(nn.Flatten(), 3, 192))
                .UseDistillation(teacher, configureHead: head => head.BatchNorm = false)
                .ConfigureTraining(o => (o.BatchSize, o.Epochs, o.MicroBatchSize) = (12, 2, size)).Build();
            return simclr.Train().Epochs[^1].Loss;
        })];

        losses[1].Should().BeApproximately(losses[0], 1e-4);
    }

    [Fact]
    public void Train_InterruptedAndResumed_IsTheSameRunUnlessTheTeacherChanged()
    {
        using TemporaryFolder whole = new(), halves = new();
        double expected = Run(whole.Path, new Means());
        Run(halves.Path, new Means(), stopAfter: 5);

        Run(halves.Path, new Means()).Should().Be(expected);
        new Func<double>(() => Run(whole.Path, new Means { ModelId = "others" })).Should().Throw<CheckpointException>().WithMessage("*task.Teacher: means*others*");

        static double Run(string folder, Means teacher, long stopAfter = 0)
        {
            using SimClrPipeline simclr = Builder().UseDistillation(TeacherVectors.Of(teacher, Images))
                .UseCheckpoints(folder, o => o.Resume = ResumeMode.IfPresent)
                .UseCallback(new StopAfter(stopAfter))
                .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (4, 4)).Build();
            return simclr.Train().Epochs[^1].Loss;
        }
    }

    [Fact]
    public void Task_OtherDimensionOrImages_IsRefusedWithTheCure()
    {
        TeacherVectors teacher = TeacherVectors.Of(new Means(), Images);
        using SimClrModel wide = new(new ModuleEncoder(nn.Flatten(), 3, 192), new MlpProjectionHead(192, new() { OutputDimension = 4 }));

        new Func<object>(() => new DistillationTask(wide, teacher)).Should().Throw<ArgumentException>().WithMessage("*3 outputs*found 4*OutputDimension = 3*");
        Builder().UseImages(new DrawnImages(13)).UseDistillation(teacher).ConfigureTraining(o => o.BatchSize = 4).Invoking(it => it.Build())
            .Should().Throw<Exception>().WithMessage("*asked about 12 images, but there are 13*");
    }

    [Fact]
    public void Task_TemperatureOutOfRange_IsRefused()
    {
        using SimClrModel student = Student();
        TeacherVectors teacher = TeacherVectors.Of(new Means(), Images);

        new Func<object>(() => new DistillationTask(student, teacher, new() { Temperature = 0 })).Should().Throw<OptionsValidationException>()
            .WithMessage("*Temperature*0*");
    }

    private static double[] Vector(TeacherVectors teacher, int index) => [.. teacher[index].ToArray().Select(value => (double)value)];

    /// <summary>-log of the softmax over the batch's targets and a bank without the image's own, in double.</summary>
    private static double Naive(double[][] predictions, double[][] targets, double[][] bank, double temperature) => predictions.Select((prediction, row) =>
    {
        double[] target = targets[row % targets.Length];
        IEnumerable<double[]> candidates = targets.Concat(bank.Where(other => Cosine(other, target) < 1 - 1e-5));
        return Math.Log(candidates.Sum(other => Math.Exp(Cosine(prediction, other) / temperature))) - Cosine(prediction, target) / temperature;
    }).Average();

    private static double Cosine(double[] one, double[] other)
        => one.Zip(other, (a, b) => a * b).Sum() / Math.Sqrt(one.Sum(value => value * value) * other.Sum(value => value * value));

    private static SimClrModel Student() => new(new ModuleEncoder(nn.Flatten(), 3, 192), new MlpProjectionHead(192, new() { OutputDimension = 3 }));

    private static SimClrBuilder Builder() => new SimClrBuilder()
        .UseImages(Images)
        .UseAugmentations(views: 1, a => a.RandomHorizontalFlip())
        .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 8.0, ResNetStem.Cifar))
        .UseAdam(o => o.LearningRate = 0.003);

    private sealed class StopAfter(long step) : TrainingCallback
    {
        public override void OnStepCompleted(TrainingContext run)
        {
            if (run.Step == step)
                run.Stop("enough");
        }
    }

    /// <summary>A teacher that sees the mean color of an image, above a constant.</summary>
    private sealed class Means : IImageEmbedder
    {
        public bool Constant { get; init; }

        public int Dimension => 3;

        public string ModelId { get; init; } = "means";

        public int InputChannels => 3;

        public static float[] Of(Image image)
        {
            byte[] bytes = image.Bytes.ToArray();
            return [.. Enumerable.Range(0, 3).Select(channel => (float)bytes.Where((_, at) => at % 3 == channel).Average(value => value / 255.0))];
        }

        public IEnumerable<ImageEmbedding> Embed(IImageSource images, CancellationToken cancellationToken = default)
            => Enumerable.Range(0, images.Count).Select(index => new ImageEmbedding(index, Constant ? new float[3] : Of(images.Read(index))));

        public void Dispose()
        {
        }
    }
}
