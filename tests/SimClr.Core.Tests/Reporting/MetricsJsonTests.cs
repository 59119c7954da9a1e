using SimClr.Core.Models;
using SimClr.Core.Reporting;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Reporting;

public sealed class MetricsJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.At("metrics.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_AnonymousObject_IsSnakeCaseWithNullForWhatIsNotFinite()
    {
        MetricsJson.Save(File, new { KnnAccuracy = 0.5, Loss = new[] { 1, double.NaN }, Speed = (double?)double.PositiveInfinity, Depth = ResNetDepth.ResNet18, Note = "<ä>" });

        System.IO.File.ReadAllText(File).ReplaceLineEndings("\n").Should().Be(
            "{\n  \"knn_accuracy\": 0.5,\n  \"loss\": [\n    1,\n    null\n  ],\n  \"speed\": null,\n  \"depth\": \"ResNet18\",\n  \"note\": \"<ä>\"\n}\n");
    }

    [Fact]
    public void Load_WhatWasSaved_IsTheSame()
    {
        MetricsJson.Save(File, new Plan { Epochs = 3, Seconds = double.NaN });

        MetricsJson.Load<Plan>(File).Should().Be(new Plan { Epochs = 3, Seconds = double.NaN });
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{ \"seconds\": 3 }")]
    public void Load_Damaged_NamesTheFile(string content)
    {
        System.IO.File.WriteAllText(File, content);

        FluentActions.Invoking(() => MetricsJson.Load<Plan>(File)).Should().Throw<InvalidDataException>().WithMessage("*metrics.json: expected Plan as JSON*");
    }

    [Fact]
    public void Current_Machine_IsThisOne()
    {
        MachineDescription machine = MachineDescription.Current;

        machine.ProcessorCount.Should().Be(Environment.ProcessorCount);
        machine.ToString().Should().Contain(".NET 10").And.StartWith($"{Environment.ProcessorCount} processors");
        machine.Library.Should().MatchRegex(@"^\d+\.\d+\.\d+");
    }

    private sealed record Plan
    {
        public required int Epochs { get; init; }

        public double Seconds { get; init; }
    }
}
