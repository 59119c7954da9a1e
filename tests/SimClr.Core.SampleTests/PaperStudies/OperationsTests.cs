using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;
using SimClr.Core.Samples.PaperStudies.Cells;

namespace SimClr.Core.SampleTests.PaperStudies;

public sealed class OperationsTests
{
    [Fact]
    public void Parse_EachStudiedOperation_GivesViewsOfTheSize()
    {
        foreach (string words in Operations.Studied.SelectMany(first => Operations.Studied.Select(second => $"{first} {second}")).Append(""))
            Apply(words, size: 8).Shape.Should().Be(new ViewShape(3, 8, 8), words);
    }

    [Fact]
    public void Parse_UnknownWord_NamesIt()
    {
        Action parse = () => Operations.Parse("crop swirl", 8);

        parse.Should().Throw<ArgumentException>().WithMessage("'swirl' is no operation of the studies*");
    }

    [Fact]
    public void Parse_QuarterTurns_TurnLikeAWheel()
    {
        float[] upright = Apply("quarter:0", size: 16).Pixels.ToArray();
        float[] once = Apply("quarter:1", size: 16).Pixels.ToArray();

        // Counterclockwise: the upper right corner becomes the upper left one.
        once[0].Should().Be(upright[15]);
        once[15 * 16].Should().Be(upright[0]);
        Apply("quarter:1 quarter:1", size: 16).Pixels.ToArray().Should().Equal(Apply("quarter:2", size: 16).Pixels.ToArray());
        Apply("quarter:3 quarter:1", size: 16).Pixels.ToArray().Should().Equal(upright);
        once.Should().NotEqual(upright);
    }

    private static View Apply(string words, int size)
    {
        View view = new();
        view.Reset(new SyntheticSource(new SyntheticOptions { Count = 20, Size = 16 }).Read(7));
        Operations.Parse(words, size).Apply(view, new RandomStream(3));
        return view;
    }
}
