using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

public sealed class EmbeddingBatchTests
{
    [Fact]
    public void Constructor_ThreeViewsOfFourImages_KeepsWhatWasGiven()
    {
        using Tensor values = zeros(12, 5);
        using Tensor labels = zeros(4, dtype: int64);

        EmbeddingBatch batch = new(values, 3, labels);

        batch.Values.Should().BeSameAs(values);
        batch.Labels.Should().BeSameAs(labels);
        (batch.Views, batch.Images).Should().Be((3, 4));
    }

    [Fact]
    public void Constructor_ValuesThatDoNotFit_SaysWhatWasFound()
    {
        FluentActions.Invoking<EmbeddingBatch>(() => new EmbeddingBatch(null!, 2)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking<EmbeddingBatch>(() => new EmbeddingBatch(zeros(4, 3), 0)).Should().Throw<ArgumentOutOfRangeException>();
        Refusal(() => new EmbeddingBatch(zeros(4), 2)).Should().Contain("[V*N, D]").And.Contain("[4]");
        Refusal(() => new EmbeddingBatch(zeros(0, 3), 2)).Should().Contain("[0, 3]");
        Refusal(() => new EmbeddingBatch(zeros(4, 0), 2)).Should().Contain("[4, 0]");
        Refusal(() => new EmbeddingBatch(zeros(4, 3, dtype: int64), 2)).Should().Contain("Int64");
        Refusal(() => new EmbeddingBatch(zeros(4, 3), 3)).Should().Contain("3 views").And.Contain("4 rows");
    }

    [Fact]
    public void Constructor_LabelsThatDoNotFit_SaysWhatWasFound()
    {
        Refusal(() => new EmbeddingBatch(zeros(4, 3), 2, zeros(4, dtype: int64))).Should().Contain("[2]").And.Contain("[4]");
        Refusal(() => new EmbeddingBatch(zeros(4, 3), 2, zeros([2, 1], dtype: int64))).Should().Contain("[2, 1]");
        Refusal(() => new EmbeddingBatch(zeros(4, 3), 2, zeros(2, dtype: int32))).Should().Contain("Int64").And.Contain("Int32");
        Refusal(() => new EmbeddingBatch(zeros(4, 3), 2, zeros(2, dtype: int64, device: META))).Should().Contain("cpu").And.Contain("meta");
    }

    /// <summary>Both ways into a loss are one.</summary>
    [Fact]
    public void Call_PairOrBatch_GivesTheSameBits()
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(20, 6), ScalarType.Float32);
        using Tensor joined = cat([z1, z2]).requires_grad_();
        using NtXentLoss loss = new(0.2);

        using Tensor pair = loss.call(z1.requires_grad_(), z2.requires_grad_());
        using Tensor batch = loss.call(new EmbeddingBatch(joined, 2));
        pair.backward();
        batch.backward();

        batch.item<float>().Should().Be(pair.item<float>());
        joined.grad!.Flat().Should().Equal([.. z1.grad!.Flat(), .. z2.grad!.Flat()]);
        joined.grad!.Flat().Should().Contain(element => element != 0);
    }

    private static string Refusal(Func<EmbeddingBatch> create) => create.Should().Throw<ArgumentException>().Which.Message;
}
