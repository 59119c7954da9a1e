using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Augmentation;

public sealed class ImagePreprocessingTests
{
    private static readonly ViewShape Shape = new(3, 12, 10);

    private static readonly Dictionary<string, IAugmentation[]> Cases = new()
    {
        ["none"] = [],
        ["crop"] = [new EvaluationCrop(12, 10, ResizeInterpolation.Bicubic)],
        ["resize"] = [new Resize(12, 10)],
        ["shorter side"] = [new Resize(14, ResizeInterpolation.Bicubic), new CenterCrop(12, 10)],
        ["normalize"] = [new EvaluationCrop(12, 10), new Normalize([0.1f, 0.25f, 1e-7f], [0.3f, 1 / 3f, 2e9f])],
        ["BGR"] = [new EvaluationCrop(12, 10), new ReverseChannels()],
        ["one value"] = [new AugmentationPipeline(new Resize(12, 10), new AugmentationPipeline(new Normalize([0.5f], [0.5f])))],
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void FromJson_OfToJson_PreparesToTheSameBits(string name)
    {
        ImagePreprocessing written = new(Shape, Cases[name]);

        ImagePreprocessing read = ImagePreprocessing.FromJson(written.ToJson());

        read.Shape.Should().Be(Shape);
        read.ToJson().Should().Be(written.ToJson());
        Apply(read).Should().Equal(Apply(written));
    }

    [Fact]
    public void ToJson_OfImageNet_IsReadableByAnyone()
        => ImagePreprocessing.ImageNet.ToJson().Should().Be(
            """{"channels":3,"height":224,"width":224,"steps":["""
            + """{"name":"Resize","parameters":{"shorterSide":256,"interpolation":"Bilinear"}},"""
            + """{"name":"CenterCrop","parameters":{"height":224,"width":224}},"""
            + """{"name":"Normalize","parameters":{"mean":"0.485 0.456 0.406","standardDeviation":"0.229 0.224 0.225"}}]}""");

    [Fact]
    public void MlNetResNet18_Red_IsBlueGreenRedTo255LessTheirMeans()
    {
        View view = new();
        view.Reset(new Image(new byte[] { 255, 0, 0 }, 1, 1, 3));

        ImagePreprocessing.MlNetResNet18.Steps.Apply(view, new RandomStream(1));

        float[] expected = [-103.06f, -115.90f, 255 - 123.15f];
        // Some roundings of a value below 256: of the weights of the resizing, the deviation and the mean.
        view.Pixels.ToArray().Chunk(224 * 224).Zip(expected).Should().OnlyContain(plane => plane.First.All(value => Math.Abs(value - plane.Second) < 1e-4f))
            .And.HaveCount(3);
    }

    [Fact]
    public void ToJson_CustomStep_IsRefusedByItsName()
    {
        ImagePreprocessing custom = new(Shape, new Resize(12, 10), new LambdaAugmentation("Invert", (_, _) => { }));

        custom.CanBeWritten.Should().BeFalse();
        custom.Invoking(it => it.ToJson()).Should().Throw<NotSupportedException>().WithMessage("*'Invert'*Resize, CenterCrop*");
    }

    [Theory]
    [InlineData("", "*")]
    [InlineData("[]", "*expected an object*")]
    [InlineData("{}", "*'channels'*")]
    [InlineData("""{"channels":3,"height":1.5,"width":2,"steps":[]}""", "*'height'*")]
    [InlineData("""{"channels":0,"height":1,"width":2,"steps":[]}""", "*shape*")]
    [InlineData("""{"channels":3,"height":1,"width":2}""", "*'steps'*")]
    [InlineData("""{"channels":3,"height":1,"width":2,"steps":[7]}""", "*step with a name*")]
    [InlineData("""{"channels":3,"height":1,"width":2,"steps":[{"name":"Solarize"}]}""", "*'Solarize' is none of Resize*")]
    [InlineData("""{"channels":3,"height":1,"width":2,"steps":[{"name":"CenterCrop","parameters":{"height":4}}]}""", "*'width'*whole number*")]
    [InlineData("""{"channels":3,"height":1,"width":2,"steps":[{"name":"CenterCrop","parameters":{"height":4,"width":0}}]}""", "*width*")]
    [InlineData("""{"channels":3,"height":1,"width":2,"steps":[{"name":"Resize","parameters":{"shorterSide":4,"interpolation":"Best"}}]}""", "*Bilinear or Bicubic*")]
    [InlineData("""{"channels":3,"height":1,"width":2,"steps":[{"name":"Normalize","parameters":{"mean":"a","standardDeviation":"1"}}]}""", "*'mean'*numbers*")]
    public void FromJson_Damaged_SaysWhatIsWrong(string json, string message)
        => new Action(() => ImagePreprocessing.FromJson(json)).Should().Throw<FormatException>().WithMessage(message);

    [Fact]
    public void FromJson_MutatedTexts_AreReadOrRefused()
    {
        byte[] original = System.Text.Encoding.UTF8.GetBytes(new ImagePreprocessing(Shape, Cases["normalize"]).ToJson());
        Mutator mutator = new(11);
        int refused = 0;
        for (int number = 0; number < Mutator.Inputs(2000); number++)
        {
            try
            {
                ImagePreprocessing.FromJson(System.Text.Encoding.Latin1.GetString(mutator.Mutate(original, number)));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        refused.Should().BePositive();
    }

    private static float[] Apply(ImagePreprocessing preprocessing)
    {
        View view = new();
        view.Reset(new Image(PictureFiles.Noise(12, 10), 12, 10, 3));
        preprocessing.Steps.Apply(view, new RandomStream(1));
        return view.Pixels.ToArray();
    }
}
