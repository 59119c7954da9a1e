using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

public sealed class NtXentArgumentTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(9.99e-7)]
    [InlineData(1.01e6)]
    public void Constructor_TemperatureOutOfRange_Throws(double temperature)
        => FluentActions.Invoking(() => new NtXentLoss(temperature))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*1e-6 to 1e6*");

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    public void Constructor_TemperatureAtAnEndOfTheRange_IsAccepted(double temperature)
    {
        using NtXentLoss loss = new(temperature);
        loss.Temperature.Should().Be(temperature);
    }

    [Fact]
    public void Constructor_UndefinedScale_Throws()
        => FluentActions.Invoking(() => new NtXentLoss(0.5, (NtXentReduction)7)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Call_NullTensor_NamesTheArgument()
    {
        using NtXentLoss loss = new();
        FluentActions.Invoking(() => loss.call(null!, zeros(3, 4))).Should().Throw<ArgumentNullException>().WithParameterName("z1");
        FluentActions.Invoking(() => loss.call(zeros(3, 4), null!)).Should().Throw<ArgumentNullException>().WithParameterName("z2");
    }

    [Fact]
    public void Call_UnfitTensors_SaysWhatWasFound()
    {
        using NtXentLoss loss = new();
        FluentActions.Invoking(() => loss.call(zeros(3, 4), zeros(3, 5)))
            .Should().Throw<ArgumentException>().WithMessage("*[3, 4]*[3, 5]*");
        FluentActions.Invoking(() => loss.call(zeros(3, 4), zeros(2, 4)))
            .Should().Throw<ArgumentException>().WithMessage("*[3, 4]*[2, 4]*");
        FluentActions.Invoking(() => loss.call(zeros(3, 4), zeros(3, 4, 5)))
            .Should().Throw<ArgumentException>().WithMessage("*[3, 4]*[3, 4, 5]*");
        FluentActions.Invoking(() => loss.call(zeros(3, 4, 5), zeros(3, 4)))
            .Should().Throw<ArgumentException>().WithMessage("*[3, 4, 5]*[3, 4]*");
        FluentActions.Invoking(() => loss.call(zeros(3, 0), zeros(3, 0))).Should().Throw<ArgumentException>().WithMessage("*[3, 0]*");
        FluentActions.Invoking(() => loss.call(zeros(3, 4), zeros(3, 4, device: META)))
            .Should().Throw<ArgumentException>().WithMessage("*one device*cpu*meta*");
        FluentActions.Invoking(() => loss.call(zeros(0, 4), zeros(0, 4))).Should().Throw<ArgumentException>().WithMessage("*[0, 4]*");
        FluentActions.Invoking(() => loss.call(zeros(3), zeros(3))).Should().Throw<ArgumentException>().WithMessage("*[N, D]*");
        FluentActions.Invoking(() => loss.call(zeros(3, 4), zeros(3, 4, dtype: float64)))
            .Should().Throw<ArgumentException>().WithMessage("*Float32*Float64*");
        FluentActions.Invoking(() => loss.call(zeros(3, 4, dtype: int64), zeros(3, 4, dtype: int64)))
            .Should().Throw<ArgumentException>().WithMessage("*Int64*");
    }
}
