using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Optimization;

public sealed class ParameterGroupsTests
{
    [Fact]
    public void Split_ByDefault_ExcludesBiasesAndNormalization()
    {
        using Sequential model = nn.Sequential(("conv", nn.Conv2d(2, 3, 2)), ("norm", nn.BatchNorm2d(3)), ("dense", nn.Linear(12, 4)));

        ParameterGroups groups = ParameterGroups.Split(model);

        groups.Adapted.Select(item => item.Name).Should().Equal("conv.weight", "dense.weight");
        groups.Excluded.Select(item => item.Name).Should().BeEquivalentTo("conv.bias", "norm.weight", "norm.bias", "dense.bias");
    }

    [Fact]
    public void Split_VisionTransformer_ExcludesPositionsAndClassTokenBesidesBiasesAndNorms()
    {
        using SimClrModel model = new(new VisionTransformerEncoder(new() { Depth = 2, Width = 6 }), new MlpProjectionHead(6));

        ParameterGroups groups = ParameterGroups.Split(model);

        groups.Excluded.Select(item => item.Name).Should().Contain(["encoder.pos_embed", "encoder.cls_token"]);
        groups.Excluded.Should().OnlyContain(item => item.Parameter.Dimensions == 1 || item.Parameter.shape[0] == 1);
        groups.Adapted.Select(item => item.Name).Where(name => name.StartsWith("encoder.", StringComparison.Ordinal))
            .Should().HaveCount(1 + 2 * 4).And.OnlyContain(name => name.EndsWith(".weight", StringComparison.Ordinal));
    }

    // A transformer of the user's, of torch's own modules, which says nothing.
    [Fact]
    public void Split_ParametersOfOneImagesTokens_AreExcludedByTheirShape()
    {
        using Named model = new("pos", [1, 16, 8]);
        ParameterGroups.Split(model).Adapted.Select(item => item.Name).Should().Equal("own.weight");
        using Named kernel = new("kernel", [1, 16, 3, 3]);
        ParameterGroups.Split(kernel).Adapted.Should().HaveCount(2, "a convolution with one output is adapted");
    }

    [Fact]
    public void Split_ModuleThatNamesParameters_LeavesThemOutWhereverItStands()
    {
        using Sequential model = nn.Sequential(("outer", nn.Sequential(("inner", new Named("scales", [4, 8], excludes: "scales")))), ("own", nn.Linear(2, 2)));

        ParameterGroups groups = ParameterGroups.Split(model);

        groups.Excluded.Select(item => item.Name).Should().BeEquivalentTo("outer.inner.scales", "outer.inner.own.bias", "own.bias");
    }

    [Fact]
    public void Split_ModuleThatNamesAnUnknownParameter_IsRefused()
    {
        using Sequential model = nn.Sequential(("inner", new Named("scales", [4, 8], excludes: "scale")));

        FluentActions.Invoking(() => ParameterGroups.Split(model)).Should().Throw<ArgumentException>()
            .WithMessage("Named excludes the parameter 'scale' (IExcludesParameters), but has none of that name.");
    }

    [Fact]
    public void Split_OwnPredicate_Decides()
    {
        using Sequential model = nn.Sequential(("first", nn.Linear(2, 2)), ("last", nn.Linear(2, 2)));

        ParameterGroups groups = ParameterGroups.Split(model, (name, _) => name.StartsWith("last", StringComparison.Ordinal));

        groups.Excluded.Select(item => item.Name).Should().BeEquivalentTo("last.weight", "last.bias");
        groups.Adapted.Should().HaveCount(2);
    }

    [Fact]
    public void Split_SharedParameter_CountsOnce()
    {
        Linear shared = nn.Linear(2, 2);
        using Sequential model = nn.Sequential(("a", shared), ("b", shared));

        ParameterGroups groups = ParameterGroups.Split(model);

        groups.Adapted.Should().ContainSingle();
        groups.Excluded.Should().ContainSingle();
    }

    [Fact]
    public void Split_ModuleWithoutParameters_Throws()
    {
        using ReLU model = nn.ReLU();

        FluentActions.Invoking(() => ParameterGroups.Split(model)).Should().Throw<ArgumentException>().WithMessage("*ReLU*");
    }

    [Fact]
    public void ForSgd_Groups_DecayTheAdaptedOnly()
    {
        using Linear model = nn.Linear(3, 2);

        IReadOnlyList<SGD.ParamGroup> groups = ParameterGroups.Split(model).ForSgd(0.5, momentum: 0.8, weightDecay: 0.1, nesterov: true);

        groups.Select(group => group.Options.weight_decay).Should().Equal(0.1, 0);
        groups.Should().AllSatisfy(group => group.Options.momentum.Should().Be(0.8));
        groups.Should().AllSatisfy(group => group.Options.nesterov.Should().Be(true));
        groups.Should().AllSatisfy(group => group.LearningRate.Should().Be(0.5));
    }

    [Fact]
    public void ForAdamAndAdamW_Groups_DecayTheAdaptedOnly()
    {
        using Linear model = nn.Linear(3, 2);
        ParameterGroups groups = ParameterGroups.Split(model);

        groups.ForAdam(0.01, 0.2).Select(group => group.Options.weight_decay).Should().Equal(0.2, 0);
        groups.ForAdamW(0.01, 0.3).Select(group => group.Options.weight_decay).Should().Equal(0.3, 0);
    }

    private sealed class Named : nn.Module<Tensor, Tensor>, IExcludesParameters
    {
        private readonly Linear own = nn.Linear(2, 2);
        private readonly string[] _excluded;

        public Named(string parameter, long[] shape, params string[] excludes)
            : base(nameof(Named))
        {
            RegisterComponents();
            register_parameter(parameter, new Parameter(ones(shape)));
            _excluded = excludes;
        }

        public IEnumerable<string> ExcludedParameters => _excluded;

        public override Tensor forward(Tensor input) => own.call(input);
    }
}
