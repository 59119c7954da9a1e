using System.Globalization;
using SimClr.Core.Training.Checkpoints;
using TorchSharp;

namespace SimClr.Core.Tests.Training.Checkpoints;

public sealed class ObjectDescriptionTests
{
    [Fact]
    public void Of_AnyObject_TakesItsReadableSimpleMembersInTheOrderOfTheirNames()
    {
        CultureInfo previous = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            ObjectDescription.Of(new Everything(), typeof(Everything), nameof(Everything.LeftOut)).ToJsonString().Should().Be(
                """{"type":"Everything","Amount":"1.5","Count":"3","Day":"Friday","Maybe":"7","Name":"n","None":"","Rate":"0.1"}""");
        }
        finally
        {
            CultureInfo.CurrentCulture = previous;
        }
    }

    [Fact]
    public void Of_TorchsModule_LeavesOutWhatTorchsBaseClassHolds()
    {
        using Own module = new();
        ObjectDescription.Of(module, typeof(Own)).ToJsonString().Should().Be("""{"type":"Own","Width":"4"}""");
    }

    [Fact]
    public void WithKept_AnyObject_AddsWhatItsConstructorKeepsOnce()
    {
        using Keeping module = new(0.5, 3);

        ObjectDescription.WithKept(module, typeof(Keeping)).ToJsonString().Should().Be("""{"type":"Keeping","Power":"3","gain":"0.5","name":"n"}""");
        module.Count().Should().Be(0.5, "what changes later is no parameter");
    }

    private sealed class Everything
    {
        // A field: options of torch's optimizers are fields.
        public readonly double Rate = 0.1;

        public readonly int[] Numbers = [1];

        public string Name { get; } = "n";

        public decimal Amount { get; } = 1.5m;

        public int Count { get; } = 3;

        public DayOfWeek Day { get; } = DayOfWeek.Friday;

        public int? Maybe { get; } = 7;

        public int? None { get; }

        public int LeftOut { get; } = 1;

        public IntPtr Handle { get; } = 5;

        public DateTime When { get; } = DateTime.UnixEpoch;

        public int this[int index] => index;
    }

    private sealed class Keeping(double gain, int power) : torch.nn.Module("keeping")
    {
        private readonly string _name = "n";
        private readonly int[] _table = [1];
        private int _calls;

        public int Power { get; } = power;

        public double Count() => gain * ++_calls * _table.Length * _name.Length;
    }

    private sealed class Own() : torch.nn.Module("own")
    {
        public int Width { get; } = 4;
    }
}
