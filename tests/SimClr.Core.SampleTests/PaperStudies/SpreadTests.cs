using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.SampleTests.PaperStudies;

public sealed class SpreadTests
{
    [Theory]
    [InlineData(0.50, 0.60, 0.40, 0.45, 0, nameof(Verdict.Held))]
    [InlineData(0.40, 0.45, 0.50, 0.60, 0, nameof(Verdict.DidNotHold))]
    [InlineData(0.50, 0.40, 0.45, 0.45, 0, nameof(Verdict.TooCloseToTell))]
    [InlineData(1.00, 1.00, 1.00, 1.00, 0, nameof(Verdict.TooCloseToTell))]
    [InlineData(0.50, 0.51, 0.49, 0.50, 0.01, nameof(Verdict.TooCloseToTell))]
    [InlineData(0.52, 0.53, 0.49, 0.50, 0.01, nameof(Verdict.Held))]
    [InlineData(0.49, 0.50, 0.50, 0.51, 0.01, nameof(Verdict.TooCloseToTell))]
    public void IsAbove_TwoSeeds_NeedsBothAndMoreThanTheError(double one, double two, double otherOne, double otherTwo, double error, string expected)
        => new Spread([one, two]) { Error = error }.IsAbove(new Spread([otherOne, otherTwo]) { Error = error }).ToString().Should().Be(expected);

    [Fact]
    public void Minus_Spreads_AddsTheirErrorsAsSquares()
        => (new Spread([0.5]) { Error = 0.03 }.Minus(new Spread([0.2]) { Error = 0.04 })).Error.Should().BeApproximately(0.05, 1e-15);
}
