using System.Globalization;
using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>An operation of one's own is described by what it was constructed with.</summary>
public sealed class ReflectedDescriptionTests
{
    [Fact]
    public void Describe_CapturedConstructorParameters_AreThere()
        => Json(new Captured(0.8f, "soft", [1, 2.5], (3, DayOfWeek.Friday))).Should().Be(
            """{"name":"Captured","parameters":{"gain":0.8,"mode":"soft","range.1":3,"range.2":"Friday","weights":"1 2.5"}}""");

    [Fact]
    public void Describe_PropertiesAndReadOnlyFields_AreThereOnce()
        => Json(new Members()).Should().Be(
            """{"name":"Members","parameters":{"Area":6,"Gain":2,"Hidden":5,"Limit":"none","Timeout":"00:00:03","offset":"-1"}}""");

    [Fact]
    public void Describe_WhatChangesOrCannotBeCompared_IsLeftOut()
    {
        using Stateful operation = new(value => value);
        string before = Json(operation);
        operation.Apply(Pictures.View(Pictures.Noise(2, 2)), new RandomStream(1));
        Json(operation).Should().Be(before).And.Be("""{"name":"Stateful"}""");
    }

    [Fact]
    public void Describe_OptionsObject_IsPartOfIt()
        => Json(new Configured(new Settings { Strength = 0.5, Inner = new Settings() })).Should().Be(
            """{"name":"Configured","parameters":{"settings.Inner.Inner":"none","settings.Inner.Strength":1,"settings.Strength":0.5}}""");

    [Fact]
    public void Describe_OtherAugmentations_AreItsSteps()
        => Description(new Wrapping(new Solarize(0.25f), [new Captured(1, "a", [], (1, DayOfWeek.Monday)), new Equalize()])).ToString()
            .Should().Be("Wrapping(Solarize(threshold 0.25) -> Captured(gain 1, mode a, range.1 1, range.2 Monday) -> Equalize)");

    [Fact]
    public void Describe_LongList_IsItsNumberAndDigest()
    {
        string ascending = Json(new Captured(1, "", [.. Enumerable.Range(0, 256).Select(i => (double)i)], default));
        string changed = Json(new Captured(1, "", [.. Enumerable.Range(0, 256).Select(i => i == 200 ? -1.0 : i)], default));
        ascending.Should().Contain("256 values, SHA-256 ").And.NotBe(changed);
        ascending.Length.Should().BeLessThan(200);
    }

    [Fact]
    public void Describe_InAnyCulture_IsTheSame()
    {
        CultureInfo previous = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Json(new Captured(0.5f, "", [0.5], default)).Should().Contain("\"gain\":0.5").And.Contain("\"weights\":\"0.5\"");
        }
        finally
        {
            CultureInfo.CurrentCulture = previous;
        }
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void ToJson_NumberThatJsonLacks_IsAString(double value, string text)
        => new AugmentationDescription("own", ("limit", value), ("single", (float)value)).ToJson().ToJsonString()
            .Should().Be("""{"name":"own","parameters":{"limit":"TEXT","single":"TEXT"}}""".Replace("TEXT", text));

    [Fact]
    public void Describe_BaseClassOfTwoHalves_IsDescribedLikewise()
        => new TwoHalves(3).ToString().Should().Be("TwoHalves(amount 3)");

    private static AugmentationDescription Description(IAugmentation augmentation) => augmentation.Describe();

    private static string Json(IAugmentation augmentation) => Description(augmentation).ToJson().ToJsonString();

    private sealed class Captured(float gain, string mode, double[] weights, (int, DayOfWeek) range) : IAugmentation
    {
        public void Apply(View view, RandomStream random) => view.Pixels[0] = gain + mode.Length + (float)weights[0] + range.Item1;
    }

    private sealed class Members : IAugmentation
    {
        private readonly long _offset = -1;

        public double Gain { get; init; } = 2;

        public int? Limit { get; }

        public double Area => Gain * 3;

        public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(3);

        private int Hidden { get; } = 5;

        public int this[int index] => index;

        public void Apply(View view, RandomStream random) => view.Pixels[0] = _offset + Hidden;
    }

    private sealed class Stateful(Func<float, float> change) : IAugmentation, IDisposable
    {
        private readonly object _gate = new();
        private readonly ThreadLocal<float[]> _scratch = new(() => [0]);
        private int _calls;

        public void Apply(View view, RandomStream random)
        {
            lock (_gate)
                _calls++;
            view.Pixels[0] = change(_scratch.Value![0] + _calls);
        }

        public void Dispose() => _scratch.Dispose();
    }

    private sealed class Settings
    {
        public double Strength { get; set; } = 1;

        public Settings? Inner { get; set; }
    }

    private sealed class Configured(Settings settings) : IAugmentation
    {
        public void Apply(View view, RandomStream random) => view.Pixels[0] = (float)settings.Strength;
    }

    private sealed class Wrapping(IAugmentation first, IReadOnlyList<IAugmentation> rest) : IAugmentation
    {
        public IAugmentation First => first;

        public void Apply(View view, RandomStream random)
        {
            foreach (IAugmentation augmentation in rest.Prepend(first))
                augmentation.Apply(view, random);
        }
    }

    private sealed class TwoHalves(int amount) : RandomAugmentation<int>
    {
        public override int Draw(ViewShape shape, RandomStream random) => random.NextInt32(amount);

        public override void Apply(View view, int parameters) => view.Pixels[0] = parameters;
    }
}
