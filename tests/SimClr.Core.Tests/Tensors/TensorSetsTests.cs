using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Tensors;

public sealed class TensorSetsTests
{
    [Fact]
    public void Differences_OfEachKind_AreNamedInTheOrderOfWhatIsExpected()
    {
        Dictionary<string, Tensor> expected = new() { ["same"] = ones(2), ["shape"] = ones(2, 3), ["type"] = ones(4), ["missing"] = ones(1) };
        Dictionary<string, Tensor> found = new() { ["more"] = ones(1), ["type"] = ones(4, float64), ["shape"] = ones(3, 2), ["same"] = ones(2) };

        TensorSets.Differences(expected, found).Should().Equal(
            "'shape' has shape [3, 2] instead of [2, 3]",
            "'type' is of type Float64 instead of Float32",
            "'missing' is missing",
            "'more' is unknown");
    }

    [Fact]
    public void Differences_OptionalTensor_MayBeMissingButNotDiffer()
    {
        Dictionary<string, TensorForm> expected = new() { ["average"] = new TensorForm([2], ScalarType.Float32) { IsOptional = true } };

        TensorSets.Differences(expected, new Dictionary<string, Tensor>()).Should().BeEmpty();
        TensorSets.Differences(expected, new Dictionary<string, Tensor> { ["average"] = ones(3) })
            .Should().Equal("'average' has shape [3] instead of [2]");
    }
}
