using System.Globalization;
using SimClr.Core.Validation;

namespace SimClr.Core.Tests.Validation;

public sealed class ReasonTests
{
    public static TheoryData<Exception, string> Exceptions => new()
    {
        { new InvalidOperationException("A mistake."), "A mistake." },
        { new ArgumentException("Expected an odd size."), "Expected an odd size." },
        { new ArgumentException("Expected an odd size.", "size"), "Expected an odd size." },
        { new ArgumentException("Expected an odd number.", "size"), "Expected an odd number. (Parameter 'size')" },
        { new ArgumentNullException("size"), "Value cannot be null. (Parameter 'size')" },
        { new ArgumentOutOfRangeException("size", 0.5, "Expected a size of at least 1."), "Expected a size of at least 1, found 0.5." },
        { new ArgumentOutOfRangeException("count", 2, "Expected an odd number."), "Expected an odd number, found 2. (Parameter 'count')" },
        { new ArgumentOutOfRangeException("count", "Expected a count."), "Expected a count." },
        { Thrown(() => ArgumentOutOfRangeException.ThrowIfNegative(-1, "count")), "count ('-1') must be a non-negative value." },
        { new Talkative(), "whatever it likes" },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Of_Exception_IsOneSentenceWithTheValue(Exception exception, string expected)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Reason.Of(exception).Should().Be(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static ArgumentOutOfRangeException Thrown(Action action) => action.Should().Throw<ArgumentOutOfRangeException>().Which;

    private sealed class Talkative() : ArgumentException("message", "parameter")
    {
        public override string Message => "whatever it likes";
    }
}
