using SimClr.Core.Samples.Cifar10;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.Cifar10;

public sealed class Cifar10PlanTests : IDisposable
{
    private static readonly RunTimes Times = new(
        TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(0.2), 200, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(64));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Make_Nothing_PlansHalfAnHour()
    {
        Cifar10Plan plan = Cifar10Plan.Make(new Cifar10Options(), 256, Times);

        plan.Should().BeEquivalentTo(new Cifar10Plan
        {
            Minutes = 30,
            Epochs = 40,
            StepsPerEpoch = 200,
            KnnEveryEpochs = 3,
            ImagesPerSecond = 1280,
            PreparationSeconds = 100,
            TrainingSeconds = 1600,
            EvaluationSeconds = 64,
        });
        plan.ToString().Should()
            .Be("Plan for 30 minutes: about 40 epochs of 200 steps at 1,280 images/s, 26:40 of training, then about 64 s of evaluation.");
    }

    [Fact]
    public void Make_Epochs_TakesThemWhateverTheTime()
    {
        Cifar10Plan plan = Cifar10Plan.Make(new Cifar10Options { Epochs = 500 }, 256, Times);

        plan.Epochs.Should().Be(500);
        plan.Minutes.Should().BeNull();
        plan.ToString().Should().StartWith("Plan for 500 epochs of 200 steps");
    }

    [Theory]
    [InlineData(null, 1000)]
    [InlineData(30.0, 40)]
    public void Make_Paper_TakesItsEpochsUnlessMinutesAreGiven(double? minutes, int epochs)
        => Cifar10Plan.Make(new Cifar10Options { Recipe = Cifar10Recipe.Paper, Minutes = minutes }, 1024, Times).Epochs
            .Should().Be(epochs);

    [Fact]
    public void Make_NoTimeToLearn_SaysWhatIsEnough()
    {
        Action make = () => Cifar10Plan.Make(new Cifar10Options { Minutes = 2.5 }, 256, Times);

        make.Should().Throw<InvalidDataException>()
            .WithMessage("--minutes 2.5 is too short*50 steps take 10 s*Choose --minutes 3 or more*--limit.");
    }

    [Fact]
    public void PlanFile_Written_IsReadBack()
    {
        Cifar10Plan plan = Cifar10Plan.Make(new Cifar10Options(), 256, Times) with { Revisions = [new(50, 7000), new(6000, 6900)] };

        PlanFile.Read(_folder.Path).Should().BeNull();
        PlanFile.Write(_folder.Path, plan);

        PlanFile.Read(_folder.Path).Should().BeEquivalentTo(plan);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{ \"epochs\": 3 }")]
    public void PlanFile_Damaged_IsNamed(string content)
    {
        File.WriteAllText(_folder.Combine("plan.json"), content);

        Action read = () => PlanFile.Read(_folder.Path);

        read.Should().Throw<InvalidDataException>().WithMessage("*plan.json*--resume*");
    }
}
