using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation;

public sealed class ReadOutTests
{
    private static readonly DrawnImages Images = new(23, side: 12) { ClassNames = ["a", "b", "c"] };

    [Fact]
    public void Extract_SixSizes_AreThoseOfSixExtractionsToTheBit()
    {
        using SimClrModel model = SmallModel.ResNet();
        int[] sizes = [6, 8, 10, 12, 14, 18];

        FeatureSet actual = Extract(model, new ReadOut { Views = EvaluationViews.Sizes(sizes) });

        FeatureSet[] single =
        [
            .. sizes.Select(size => new AugmentationPipeline().Resize(size).CenterCrop(size))
                .Select(square => new FeatureExtractor(model.Encoder, new() { BatchSize = 9, Preprocessing = square }).Extract(Images)),
        ];
        actual.Values.ToArray().Should().Equal(FeatureSet.Concatenate(single).Values.ToArray());
        actual.Labels.ToArray().Should().Equal(single[0].Labels.ToArray());
        actual.ClassNames.Should().Equal("a", "b", "c");
    }

    [Fact]
    public void Extract_SeveralLayers_StandSideBySide()
    {
        using SimClrModel model = Model(layers: 3);
        float[][] expected = [.. Enumerable.Range(0, 4).Select(layer => Extract(model, Layers(layer)).Values.ToArray())];
        int[] lengths = [16, 10, 10, 4];

        FeatureSet all = Extract(model, Layers(3, 0, 1));

        all.Dimension.Should().Be(4 + 16 + 10);
        for (int image = 0; image < Images.Count; image++)
        {
            float[] row = [.. new[] { 3, 0, 1 }.SelectMany(layer => expected[layer].Skip(image * lengths[layer]).Take(lengths[layer]))];
            all.Row(image).ToArray().Should().Equal(row);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void Extract_LayersOfAHead_AreWhatItsModulesGive(int layers, bool batchNorm)
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = Model(layers, batchNorm);
        FeatureSet h = Extract(model, new ReadOut());
        Tensor values = TensorTransfer.ToTensor(h.Values, [h.Count, h.Dimension], CPU);
        using IDisposable noGradient = no_grad();
        model.eval();
        Dictionary<string, Tensor> weights = model.ProjectionHead.state_dict();
        for (int layer = 1, module = 0; layer <= layers; layer++)
        {
            Tensor? bias = batchNorm ? null : weights[$"layers.{module}.bias"];
            values = nn.functional.linear(values, weights[$"layers.{module}.weight"], bias);
            module++;
            if (batchNorm)
            {
                // Running statistics of a network that was never trained: mean 0, variance 1.
                values = values * weights[$"layers.{module}.weight"] / Math.Sqrt(1 + 1e-5);
                module++;
            }

            if (layer < layers)
            {
                values = values.relu();
                module++;
            }

            float[] actual = Extract(model, Layers(layer)).Values.ToArray();
            float[] expected = TensorTransfer.ToArray(values);
            actual.Zip(expected, (left, right) => Math.Abs(left - right)).Max().Should().BeLessThan(1e-5f * expected.Max(Math.Abs));
        }
    }

    [Fact]
    public void Extract_LastLayer_IsTheEmbedding()
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = Model(layers: 2);
        FeatureSet h = Extract(model, new ReadOut());
        using IDisposable noGradient = no_grad();
        Tensor z = model.ProjectionHead.call(TensorTransfer.ToTensor(h.Values, [h.Count, h.Dimension], CPU));

        float[] actual = Extract(model, Layers(2), batchSize: Images.Count).Values.ToArray();

        actual.Should().Equal(TensorTransfer.ToArray(z));
    }

    [Fact]
    public void Extract_HeadOfTheUsers_HasOneLayer()
    {
        using SimClrModel model = new(new SmallEncoder(), new DoublingHead());
        float[] h = Extract(model, new ReadOut()).Values.ToArray();

        Extract(model, Layers(1)).Values.ToArray().Should().Equal(h.Select(value => 2 * value));

        FluentActions.Invoking(() => Extract(model, Layers(2))).Should().Throw<ArgumentException>()
            .WithMessage("The read-out takes layer 2, but DoublingHead has 1: expected 0 (the encoder's output) to 1 (the head's).");
    }

    [Fact]
    public void Constructor_LayerThatIsNotThere_IsRefused()
    {
        using SimClrModel model = Model(layers: 0);
        FeatureExtractorOptions options = new() { ReadOut = Layers(0, 1) };

        FluentActions.Invoking(() => new FeatureExtractor(model, options)).Should().Throw<ArgumentException>()
            .WithMessage("The read-out takes layer 1, but MlpProjectionHead has 0*");
        FluentActions.Invoking(() => new FeatureExtractor(model.Encoder, options)).Should().Throw<ArgumentException>()
            .WithMessage("*layer 1 of the projection head, but there is an encoder alone*SimClrModel*");
        FluentActions.Invoking(() => new ReadOut { Layers = [] }).Should().Throw<ArgumentException>().WithMessage("*found none*");
        FluentActions.Invoking(() => Layers(0, -1)).Should().Throw<ArgumentException>().WithMessage("*found -1 at place 1*");
        FluentActions.Invoking(() => new ReadOut { Views = [null!] }).Should().Throw<ArgumentException>().WithMessage("*found null*");
        FluentActions.Invoking(() => new ReadOut { Join = (ReadOutJoin)7 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(ReadOutJoin.Average, false)]
    [InlineData(ReadOutJoin.Average, true)]
    [InlineData(ReadOutJoin.Concatenate, true)]
    public void Extract_ViewsAndLayers_AreJoinedAsAsked(ReadOutJoin join, bool normalize)
    {
        using SimClrModel model = Model(layers: 2);
        IReadOnlyList<IAugmentation> views = EvaluationViews.WithMirrored(EvaluationViews.FiveCrop(8));
        ReadOut readOut = new() { Layers = [0, 1], Views = views, Join = join, NormalizeParts = normalize };

        FeatureSet actual = Extract(model, readOut);

        ReadOut Of(IAugmentation view) => new() { Layers = [0, 1], Views = [view] };
        double[][][] parts = [.. views.Select(view => Rows(Extract(model, Of(view)), [16, 10], normalize))];
        for (int image = 0; image < Images.Count; image++)
        {
            double[] expected = join == ReadOutJoin.Concatenate
                ? [.. parts.SelectMany(view => view[image])]
                : [.. Enumerable.Range(0, 26).Select(feature => parts.Average(view => view[image][feature]))];
            actual.Row(image).ToArray().Select(value => (double)value)
                .Should().Equal(expected, (left, right) => Math.Abs(left - right) < 1e-5);
        }
    }

    [Fact]
    public void Extract_LayerOfTheHead_RestoresItsModeAndLeavesItsStatistics()
    {
        using SimClrModel model = Model(layers: 2, batchNorm: true);
        model.train();
        float[] before = SmallModel.Weights(model);

        Extract(model, Layers(2));

        model.modules().Should().OnlyContain(module => module.training);
        SmallModel.Weights(model).Should().Equal(before);
    }

    [Fact]
    public void Extract_ValueOfALayerThatIsNotFinite_IsNamed()
    {
        using SimClrModel model = Model(layers: 2);
        using (no_grad())
            model.ProjectionHead.parameters().Last().fill_(float.PositiveInfinity);

        FluentActions.Invoking(() => Extract(model, Layers(0, 2))).Should().Throw<InvalidOperationException>()
            .WithMessage("Output of layer 2 of the projection head: feature 0 of image 0 is*");
    }

    [Fact]
    public void ExtractViews_OfATrainingsViews_AreTheFeaturesOfItsFirstEpoch()
    {
        using DelegateEncoder encoder = new(3, 3, images => images.mean([2, 3]));
        ViewGenerator views = new(5, [new AddNoise(), new AugmentationPipeline().RandomResizedCrop(6), new AddNoise()]);

        IReadOnlyList<FeatureSet> sets = new FeatureExtractor(encoder, new() { BatchSize = 4 }).ExtractViews(Images, views);

        sets.Should().HaveCount(3).And.OnlyContain(set => set.Count == Images.Count);
        View view = new();
        SimClr.Core.Randomness.RandomStream random = new(0);
        for (int number = 0; number < 3; number++)
        {
            for (int image = 0; image < Images.Count; image++)
            {
                views.Generate(Images.ReadImage(image), image, epoch: 0, number, view, random);
                for (int channel = 0; channel < 3; channel++)
                    sets[number].Row(image)[channel].Should().BeApproximately(view.Plane(channel).ToArray().Average(), 1e-5f);
            }
        }
    }

    private static ReadOut Layers(params int[] layers) => new() { Layers = layers };

    private static FeatureSet Extract(SimClrModel model, ReadOut readOut, int batchSize = 9)
        => new FeatureExtractor(model, new() { BatchSize = batchSize, ReadOut = readOut }).Extract(Images);

    private static SimClrModel Model(int layers, bool batchNorm = false)
    {
        ResNetOptions small = new() { Stem = ResNetStem.Cifar, WidthMultiplier = 1 / 32.0 };
        ResNetEncoder encoder = new(ResNetDepth.ResNet10, small, seed: 3);
        return new SimClrModel(encoder, new MlpProjectionHead(
            encoder.FeatureDimension,
            new ProjectionHeadOptions { Layers = layers, HiddenDimension = 10, OutputDimension = 4, BatchNorm = batchNorm },
            seed: 4));
    }

    private static double[][] Rows(FeatureSet set, int[] parts, bool normalize) =>
    [
        .. Enumerable.Range(0, set.Count).Select(image =>
        {
            double[] row = [.. set.Row(image).ToArray().Select(value => (double)value)];
            int start = 0;
            foreach (int length in normalize ? parts : [])
            {
                double norm = Math.Sqrt(row.Skip(start).Take(length).Sum(value => value * value));
                for (int at = start; at < start + length; at++)
                    row[at] = norm == 0 ? 0 : row[at] / norm;
                start += length;
            }

            return row;
        }),
    ];

    private sealed class DoublingHead : ProjectionHead
    {
        public DoublingHead()
            : base(nameof(DoublingHead), 8, 8) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * 2;
    }
}
