using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Numerics;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation;

public sealed class FeatureExtractorTests
{
    private static readonly DrawnImages Images = new(23) { ClassNames = ["a", "b", "c"] };

    [Fact]
    public void Extract_MeanColor_IsThatOfEveryImageToTheLast()
    {
        using DelegateEncoder encoder = new(3, 3, images => images.mean([2, 3]));

        FeatureSet features = new FeatureExtractor(encoder, new() { BatchSize = 5 }).Extract(Images);

        features.Count.Should().Be(23, "the last batch of 3 is kept");
        features.Labels.ToArray().Should().Equal(Enumerable.Range(0, 23).Select(i => i % 3));
        features.ClassNames.Should().Equal("a", "b", "c");
        for (int i = 0; i < features.Count; i++)
        {
            byte[] bytes = Images.Read(i).Bytes.ToArray();
            for (int channel = 0; channel < 3; channel++)
            {
                double mean = bytes.Where((_, at) => at % 3 == channel).Average(value => value / 255.0);
                ((double)features.Row(i)[channel])
                    .Should().BeApproximately(mean, mean * RoundingBounds.Worst(8 * 8 + 2, ScalarType.Float32));
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Extract_AnyNumberOfWorkers_GivesTheSameBits(int workers)
    {
        using SmallEncoder encoder = new();
        float[] Extract(int count) => Features(new() { BatchSize = 5, Workers = count }, encoder);

        Extract(workers).Should().Equal(Extract(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(1000)]
    public void Extract_AnyBatchSize_GivesTheSameFeatures(int batchSize)
    {
        using SmallEncoder encoder = new();
        float[] Extract(int size) => Features(new() { BatchSize = size }, encoder);

        ShouldBeNear(Extract(batchSize), Extract(23));
    }

    [Fact]
    public void Extract_RandomPreprocessing_IsTheSameEveryTime()
    {
        using SmallEncoder encoder = new();
        float[] Extract(int workers) => Features(new() { Preprocessing = new AddNoise(), Workers = workers }, encoder);

        Extract(3).Should().Equal(Extract(1));
        Extract(1).Should().NotEqual(Features(new(), encoder));
    }

    [Fact]
    public void Extract_Encoder_SeesChannelsLastWithoutGradientInEvaluationMode()
    {
        (long[] strides, bool gradient, bool training) seen = default;
        DelegateEncoder encoder = null!;
        encoder = new(3, 3, images =>
        {
            seen = (images.stride(), is_grad_enabled(), encoder.training);
            return images.mean([2, 3]);
        });

        new FeatureExtractor(encoder).Extract(Images);

        seen.strides.Should().Equal(8 * 8 * 3, 1, 8 * 3, 3);
        seen.gradient.Should().BeFalse();
        seen.training.Should().BeFalse();
        is_grad_enabled().Should().BeTrue();
        encoder.Dispose();
    }

    [Fact]
    public void Extract_ModesOfModules_AreRestored()
    {
        using SmallEncoder encoder = new();
        encoder.train();
        encoder.BatchNorm.eval();

        new FeatureExtractor(encoder).Extract(Images);

        encoder.training.Should().BeTrue();
        encoder.BatchNorm.training.Should().BeFalse("it was frozen before");
        encoder.modules().Count(module => module.training).Should().Be(2, "the convolution and the dropout were not");
    }

    [Fact]
    public void Extract_ThatThrows_RestoresModeAndGradient()
    {
        using SmallEncoder encoder = new();
        encoder.train();
        DrawnImages images = new(23) { FailingIndex = 17 };

        new FeatureExtractor(encoder, new() { BatchSize = 2 }).Invoking(extractor => extractor.Extract(images))
            .Should().Throw<ImageReadException>();

        encoder.modules().Should().OnlyContain(module => module.training);
        is_grad_enabled().Should().BeTrue();
    }

    [Fact]
    public void Extract_BatchNorm_IsUntouched()
    {
        using SmallEncoder encoder = new();
        encoder.train();
        float[] before = SmallModel.Weights(encoder);

        new FeatureExtractor(encoder).Extract(Images);

        SmallModel.Weights(encoder).Should().Equal(before);
    }

    [Fact]
    public void Extract_EncoderInDoublePrecision_GetsItsType()
    {
        using SmallEncoder encoder = new();
        float[] single = Features(new(), encoder);
        encoder.to(ScalarType.Float64);

        float[] doubled = Features(new(), encoder);

        doubled.Should().NotEqual(single);
        ShouldBeNear(doubled, single);
    }

    [Fact]
    public void Extract_OtherNumberOfChannels_IsRefused()
    {
        using SmallEncoder encoder = new(inputChannels: 1);

        new FeatureExtractor(encoder).Invoking(extractor => extractor.Extract(Images)).Should().Throw<ArgumentException>()
            .WithMessage("The encoder expects 1 channels, but image 0 is [3, 8, 8]*");
    }

    [Fact]
    public void Extract_ImagesOfSeveralShapes_AreRefusedOrPreprocessed()
    {
        using SmallEncoder encoder = new();
        PlainImages images = new(new int?[12], index => index == 7 ? 6 : 5);

        new FeatureExtractor(encoder).Invoking(extractor => extractor.Extract(images)).Should().Throw<ArgumentException>()
            .WithMessage("*image 7*");
        new FeatureExtractor(encoder, new() { Preprocessing = new CenterCrop(4) }).Extract(images).Count.Should().Be(12);
    }

    [Fact]
    public void Extract_FeaturesOfAnotherShape_AreRefused()
    {
        using DelegateEncoder encoder = new(3, 7, images => images.mean([2, 3]));

        new FeatureExtractor(encoder).Invoking(extractor => extractor.Extract(Images)).Should().Throw<InvalidOperationException>()
            .WithMessage("Expected features [23, 7] from the encoder, found [23, 3].");
    }

    [Fact]
    public void Extract_FeatureThatIsNotFinite_IsNamed()
    {
        int batch = 0;
        using DelegateEncoder encoder = new(3, 3, images =>
        {
            Tensor features = images.mean([2, 3]);
            if (batch++ == 1)
                features[3, 2] = float.NaN;
            return features;
        });

        new FeatureExtractor(encoder, new() { BatchSize = 10 }).Invoking(extractor => extractor.Extract(Images))
            .Should().Throw<InvalidOperationException>().WithMessage("Feature 2 of image 13 is NaN*");
    }

    [Fact]
    public void Extract_CanceledMeanwhile_StopsAndLeavesTheSourceAlone()
    {
        using CancellationTokenSource cancellation = new();
        DrawnImages images = new(1000);
        int batches = 0;
        using DelegateEncoder encoder = new(3, 3, batch =>
        {
            if (++batches == 2)
                cancellation.Cancel();
            return batch.mean([2, 3]);
        });

        new FeatureExtractor(encoder, new() { BatchSize = 10 }).Invoking(extractor => extractor.Extract(images, cancellation.Token))
            .Should().Throw<OperationCanceledException>();

        batches.Should().Be(2);
        int reads = images.Reads;
        reads.Should().BeLessThanOrEqualTo(1 + 3 * 10);
        Thread.Sleep(20);
        images.Reads.Should().Be(reads);
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_AreAllListed()
    {
        using SmallEncoder encoder = new();

        FluentActions.Invoking(() => new FeatureExtractor(encoder, new() { BatchSize = 0, Workers = -1 }))
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(2);
    }

    /// <summary>A convolution of 27 terms, batch norm, and a mean over 64 pixels.</summary>
    private static void ShouldBeNear(float[] actual, float[] expected)
        => actual.Zip(expected, (left, right) => Math.Abs((double)left - right)).Max()
            .Should().BeLessThan(2 * RoundingBounds.Likely(27 + 8 + 64, ScalarType.Float32) * expected.Max());

    private static float[] Features(FeatureExtractorOptions options, SmallEncoder encoder)
        => new FeatureExtractor(encoder, options).Extract(Images).Values.ToArray();
}
