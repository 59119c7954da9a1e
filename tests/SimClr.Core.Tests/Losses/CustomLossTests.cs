using SimClr.Core.Losses;
using SimClr.Core.Numerics.Memory;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>What the base classes do for a custom loss: its parameters, its memory, its arguments.</summary>
public sealed class CustomLossTests
{
    [Fact]
    public void Parameter_OfALossMadeInADisposeScope_LivesAsLongAsTheLoss()
    {
        LearnedLoss loss;
        using (NewDisposeScope())
            loss = new LearnedLoss();
        Parameter parameter = loss.parameters().Should().ContainSingle().Which;

        parameter.IsInvalid.Should().BeFalse("the loss outlives the scope");
        loss.Dispose();

        parameter.IsInvalid.Should().BeTrue("nobody else would free it");
    }

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2047, false)]
    public void Call_FromManyViewsOn_KeepsFreedMemoryMeanwhile(int images, bool isKept)
    {
        using DisposeScope scope = NewDisposeScope();
        List<bool> held = [];
        using Watching loss = new(() => held.Add(KeptMemory.IsHeld));

        loss.call(new EmbeddingBatch(ones(2 * images, 2), 2));

        held.Should().NotBeEmpty().And.AllBeEquivalentTo(isKept);
        KeptMemory.IsHeld.Should().BeFalse();
    }

    [Fact]
    public void Arguments_Null_AreNamed()
    {
        FluentActions.Invoking(() => ContrastiveAccuracy.Compute(null!)).Should().Throw<ArgumentNullException>().WithParameterName("batch");
        using SupConLoss byLabel = new();
        FluentActions.Invoking(() => byLabel.call(null!)).Should().Throw<ArgumentNullException>().WithParameterName("batch");
        using Watching differentiates = new(null);
        FluentActions.Invoking(() => differentiates.call(new EmbeddingBatch(ones(4, 2), 2)))
            .Should().Throw<ArgumentNullException>().WithParameterName("terms");
    }

    private sealed class LearnedLoss : ContrastiveLoss
    {
        private readonly Parameter temperature = new(ones(1));

        public LearnedLoss()
            : base(nameof(LearnedLoss)) => RegisterComponents();

        public override Tensor forward(EmbeddingBatch input) => (input.Values * temperature).sum();
    }

    /// <summary>Tells when a block is evaluated; with nothing to tell it differentiates nothing.</summary>
    private sealed class Watching(Action? look) : RowwiseLoss(nameof(Watching))
    {
        protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
        {
            if (look is null)
                return block.Differentiate(withGradient, null!);
            look();
            return block.Values.sum(1);
        }
    }
}
