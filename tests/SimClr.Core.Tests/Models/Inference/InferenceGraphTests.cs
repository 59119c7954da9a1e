using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models.Inference;
using SimClr.Core.Tests.Interop.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models.Inference;

public sealed class InferenceGraphTests
{
    // Operations without a method of their own, each kind of attribute, weights as they are and computed.
    [Fact]
    public void Describe_EncoderOfTheUsers_GivesItsFeatures()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = randn(48, 12, generator: new Generator(1));
        using DescribedEncoder encoder = new(3, 12, images => Forward(images, matrix), (graph, images) => Describe(graph, images, matrix));
        using OnnxRun run = OnnxRun.Of(encoder, new OnnxExportOptions { Height = 4 });
        Tensor images = OnnxNetworks.Images(3, 4, 4);
        OnnxNetworks.ShouldEqual(run.Run(images), encoder.call(images));
    }

    [Fact]
    public void Give_ImagesThemselvesOrOneValueTwice_BecomeOutputs()
    {
        InferenceGraph graph = new(3, 4, 4);
        GraphValue one = graph.Relu(graph.Images);
        graph.Give("a", graph.Images, 1);
        graph.Give("b", one, 1);
        graph.Give("c", one, 1);
        graph.Outputs.Select(output => output.Value.Name).Should().Equal("a", "b", "c");
        graph.Operations.Select(operation => operation.Type).Should().Equal("Relu", "Identity", "Identity");
        graph.Images.Name.Should().Be("images");
    }

    [Fact]
    public void Size_OfTheGraph_IsTheImages()
    {
        (int?, int?) found = default;
        using DescribedEncoder encoder = new(3, 48, images => images, (graph, images) =>
        {
            found = (graph.Height, graph.Width);
            return graph.Operation("Flatten", [images]);
        });
        OnnxBytes.Of(encoder, new OnnxExportOptions { Height = 4 });
        found.Should().Be((4, 4));
        OnnxBytes.Of(encoder, new OnnxExportOptions { Height = 4, Width = 5 });
        found.Should().Be((4, 5));
        OnnxBytes.Of(encoder, new OnnxExportOptions { DynamicSize = true });
        found.Should().Be((null, null));
    }

    [Fact]
    public void Weight_NameThatIsTaken_IsRefused()
    {
        using Tensor values = zeros(2);
        InferenceGraph graph = new(3, 4, 4);
        graph.Weight("scale", values);
        graph.Invoking(g => g.Weight("scale", [3], () => values)).Should().Throw<ArgumentException>().WithMessage("*scale already*");
    }

    [Fact]
    public void Weight_OfIntegersOrANegativeSide_IsRefused()
    {
        using Tensor values = zeros(2, dtype: ScalarType.Int64);
        InferenceGraph graph = new(3, 4, 4);
        graph.Invoking(g => g.Weight("w", values)).Should().Throw<ArgumentException>().WithMessage("*w must be*floating*Int64*");
        graph.Invoking(g => g.Weight("w", [2, -1], () => values)).Should().Throw<ArgumentException>().WithMessage("*w*[2, -1]*");
    }

    [Fact]
    public void Weight_OfAnotherShapeThanAnnounced_IsRefusedWhenItIsWritten()
    {
        using DescribedEncoder encoder = new(
            3, 48, images => images, (graph, images) => graph.Add(images, graph.Weight("w", [3], () => zeros(2))));
        Action save = () => OnnxBytes.Of(encoder, new OnnxExportOptions { Height = 4 });
        save.Should().Throw<InvalidOperationException>().WithMessage("*encoder.w was announced as [3], but is [2]*");
    }

    [Fact]
    public void Operation_ValueOfAnotherGraphOrNull_IsRefused()
    {
        InferenceGraph graph = new(3, 4, 4);
        GraphValue foreign = new InferenceGraph(3, 4, 4).Images;
        graph.Invoking(g => g.Relu(foreign)).Should().Throw<ArgumentException>().WithMessage("Relu takes images, which is*another graph*");
        graph.Invoking(g => g.Relu(null!)).Should().Throw<ArgumentException>().WithMessage("Relu takes a value that is null*");
    }

    [Fact]
    public void Constants_OfEqualNumbers_AreOne()
    {
        InferenceGraph graph = new(3, 4, 4);
        graph.Integers(1, -1).Should().BeSameAs(graph.Integers(1, -1)).And.NotBeSameAs(graph.Integers(-1, 1));
        graph.Number(0.5f).Should().BeSameAs(graph.Number(0.5f)).And.NotBeSameAs(graph.Number(0.25f));
        graph.Weights.Select(weight => weight.Bytes).Should().Equal(2 * sizeof(long), 2 * sizeof(long), sizeof(float), sizeof(float));
    }

    [Fact]
    public void Attribute_WithoutNameOrValues_IsRefused()
    {
        Action unnamed = () => _ = new GraphAttribute("", 1);
        Action empty = () => _ = new GraphAttribute("axes", null!);
        unnamed.Should().Throw<ArgumentException>();
        empty.Should().Throw<ArgumentNullException>();
    }

    private static Tensor Forward(Tensor images, Tensor matrix)
        => nn.functional.leaky_relu(images, 0.25).flatten(1).clamp(-1, 2).mm(matrix * 2) + 1;

    private static GraphValue Describe(InferenceGraph graph, GraphValue images, Tensor matrix)
    {
        GraphValue rectified = graph.Operation("LeakyRelu", [images], new GraphAttribute("alpha", 0.25f));
        GraphValue flat = graph.Operation("Flatten", [rectified], new GraphAttribute("axis", 1));
        GraphValue clipped = graph.Operation("Clip", [flat, graph.Number(-1), graph.Number(2)]);
        return graph.Add(graph.MatrixProduct(clipped, graph.Weight("matrix", [48, 12], () => matrix * 2)), graph.Number(1));
    }
}
