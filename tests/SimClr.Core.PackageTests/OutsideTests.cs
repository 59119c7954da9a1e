using System.Text;
using static SimClr.Core.PackageTests.OutsideProgram;

namespace SimClr.Core.PackageTests;

/// <summary>
/// What must be easy to add from outside the library: each is one file of at most 40 lines against the package, and does what it is for.
/// </summary>
[Collection(nameof(PackageCollection))]
public sealed class OutsideTests(OutsideProgram program) : IClassFixture<OutsideProgram>
{
    private const int LongestFile = 40;

    [Fact]
    public void File_OfTheProject_HasAtMost40Lines()
        => Directory.EnumerateFiles(Sources).Should().HaveCountGreaterThan(8)
            .And.OnlyContain(file => File.ReadAllLines(file).Length <= LongestFile);

    [ApplicationFact]
    public async Task LossOverRows_WithLabels_TrainsAndEqualsTheLibrarysSupCon()
    {
        IReadOnlyDictionary<string, string> outcome = await program.RunAsync("SupervisedLoss");

        Number(outcome["own"]).Should().BeApproximately(Number(outcome["library's"]), 1e-5);
        Number(outcome["last"]).Should().BeLessThan(Number(outcome["first"]));
    }

    // What its tensors take is compared exactly in RowwiseLossMemoryTests. A process's peak also holds what the garbage collector waits
    // for and what MKL keeps of a product; the matrix of all similarities would be 1 GiB.
    [PeakMemoryFact]
    public async Task LossOverRows_Of8192Pairs_NeverHoldsTheWholeMatrix()
    {
        IReadOnlyDictionary<string, string> outcome = await program.RunAsync("LossMemory");

        Number(outcome["KiB"]).Should().BeLessThan(128 * 1024);
    }

    [ApplicationFact]
    public async Task LossOverThreeViews_WithGradientCaching_GivesTheWeightsOfTheWholeBatch()
    {
        IReadOnlyDictionary<string, string> outcome = await program.RunAsync("CentroidLoss");

        Number(outcome["moved"]).Should().BeGreaterThan(1e-2);
        Number(outcome["difference"]).Should().BeLessThan(1e-5);
    }

    [ApplicationFact]
    public async Task Encoder_Custom_IsTrainedSavedAndLoaded()
    {
        string file = Path.Combine(program.CreateFolder("encoder"), "weights.safetensors");

        IReadOnlyDictionary<string, string> outcome = await program.RunAsync("PatchEncoder", file);

        outcome["features"].Should().Be("16");
        Number(outcome["moved"]).Should().BeGreaterThan(1e-3);
        Number(outcome["after loading"]).Should().Be(0);
    }

    [ApplicationFact]
    public async Task Encoder_ThatDescribesItself_IsWrittenAsOnnx()
    {
        string file = Path.Combine(program.CreateFolder("exported"), "encoder.onnx");

        IReadOnlyDictionary<string, string> outcome = await program.RunAsync("ExportedEncoder", file);

        byte[] bytes = await File.ReadAllBytesAsync(file);
        outcome["bytes"].Should().Be($"{bytes.Length}");
        Encoding.Latin1.GetString(bytes).Should().Contain("Elu").And.Contain("encoder.scale").And.Contain("simclr.version");
    }

    [ApplicationFact]
    public async Task Optimizer_WithOptionsFromConfiguration_IsUsedAndSaved()
    {
        string folder = program.CreateFolder("sign-descent");

        IReadOnlyDictionary<string, string> outcome = await program.RunAsync("SignDescent", folder);

        Number(outcome["rate"]).Should().Be(0.001 * 16);
        Directory.EnumerateFiles(folder, "checkpoint-*12.safetensors").Should().ContainSingle();
    }

    [ApplicationFact]
    public async Task Schedule_Custom_GivesTheLearningRates()
    {
        IReadOnlyDictionary<string, string> outcome = await program.RunAsync("WarmRestarts");

        double last = 0.05 * (1 + Math.Cos(0.75 * Math.PI));
        outcome.Keys.Should().Equal("epoch 1", "epoch 2", "epoch 3");
        outcome.Values.Should().OnlyContain(rate => Math.Abs(Number(rate) - last) < 1e-9);
    }

    [ApplicationFact]
    public async Task EarlyStop_Custom_EndsTheRunWithItsReason()
    {
        IReadOnlyDictionary<string, string> outcome = await program.RunAsync("StopWhenStalled");

        outcome["epochs"].Should().Be("3");
        outcome["canceled"].Should().Be("False");
        outcome["reason"].Should().StartWith("The loss stalls").And.EndWith("since epoch 1.");
    }

    [ApplicationFact]
    public async Task Metric_Custom_IsInProgressEpochsAndTensorBoard()
    {
        string folder = program.CreateFolder("board");

        IReadOnlyDictionary<string, string> outcome = await program.RunAsync("WeightNorm", folder);

        double[] steps = Numbers(outcome["reports"]);
        steps.Should().HaveCount(12).And.OnlyHaveUniqueItems();
        steps[^1].Should().BeApproximately(Number(outcome["now"]), 1e-5);
        Numbers(outcome["epochs"]).Should().HaveCount(3);
        Numbers(outcome["epochs"])[0].Should().BeApproximately(steps.Take(4).Average(), 1e-5);
        string events = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Directory.EnumerateFiles(folder).Single()));
        events.Split("train/weight_norm").Should().HaveCount(1 + steps.Length, "each report writes one");
    }

    [ApplicationFact]
    public async Task Task_Custom_LearnsAndResumesToTheSameBits()
    {
        string whole = program.CreateFolder("whole"), halves = program.CreateFolder("halves");

        IReadOnlyDictionary<string, string> four = await program.RunAsync("Classification", whole, "4");
        IReadOnlyDictionary<string, string> two = await program.RunAsync("Classification", halves, "2");
        IReadOnlyDictionary<string, string> twoMore = await program.RunAsync("Classification", halves, "4");

        Numbers(four["top1"]).Should().HaveCount(4).And.OnlyContain(share => share >= 0 && share <= 1);
        Numbers(two["top1"]).Should().Equal(Numbers(four["top1"]).Take(2));
        two["weights"].Should().NotBe(four["weights"]);
        twoMore.Should().Equal(four);
    }

    private static double Number(string value) => Numbers(value).Single();
}
