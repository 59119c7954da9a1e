using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Evaluation;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using TorchSharp;
using TorchSharp.Modules;
using static SimClr.Core.Tests.Training.SmallPipeline;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>What would fail in the first step, or train nothing, is said in a sentence before it.</summary>
public sealed class ModelCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(192, 7, "*Linear*must give features [2, 8], but gave [2, 7]*")]
    [InlineData(108, 8, "Model: The model cannot take views of [3, 8, 8] ([C, H, W]): mat1 and mat2 shapes cannot be multiplied (2x192 and 108x8).")]
    public void BuildAndTrain_ModuleOfOtherDimensions_SayWhichBeforeAnything(int inputs, int outputs, string message)
    {
        nn.Module<Tensor, Tensor> module = new Named("Linear", nn.Sequential(nn.Flatten(), nn.Linear(inputs, outputs)));
        SimClrBuilder builder = Small().UseEncoder(new ModuleEncoder(module, 3, 8)).UseCheckpoints(_folder.At("run"));
        Failures(builder).Should().ContainSingle().Which.Should().Match(message).And.NotContain("\n");

        using SimClrModel model = new(new ModuleEncoder(module, 3, 8), new MlpProjectionHead(8));
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        Refusal(model, optimizer).Should().Match(message.Replace("Model: ", ""));
    }

    [Fact]
    public void Train_EncoderOrHeadOfAnotherShapeThanDeclared_SaysWhich()
    {
        using SimClrModel encoder = new(new DelegateEncoder(3, 8, views => zeros(views.shape[0], 7)), new MlpProjectionHead(8));
        using optim.Optimizer first = optim.SGD(encoder.parameters(), 0.1);
        Refusal(encoder, first).Should().Be("The encoder is declared to give [2, 8] for 2 images, but gives [2, 7].");

        using SimClrModel head = new(new DelegateEncoder(3, 8, views => zeros(views.shape[0], 8)), new WrongHead());
        using optim.Optimizer second = optim.SGD(head.parameters(), 0.1);
        Refusal(head, second).Should().Be("The projection head is declared to give [2, 4] for 2 images, but gives [2, 5].");
    }

    [Fact]
    public void BuildAndTrain_TrialPass_LeavesStatisticsModeAndRandomStateAlone()
    {
        using SmallEncoder encoder = new();
        encoder.BatchNorm.eval();
        Dictionary<string, float[]> before = encoder.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.to(ScalarType.Float32).data<float>().ToArray());
        using Tensor state = random.get_rng_state();

        using SimClrPipeline pipeline = Small().UseEncoder(encoder).Build();

        using Tensor after = random.get_rng_state();
        after.data<byte>().ToArray().Should().Equal(state.data<byte>().ToArray());
        encoder.training.Should().BeTrue();
        encoder.BatchNorm.training.Should().BeFalse();
        foreach ((string name, Tensor tensor) in encoder.state_dict())
            tensor.to(ScalarType.Float32).data<float>().ToArray().Should().Equal(before[name]);
        pipeline.Model.parameters().Select(parameter => parameter.grad).Should().AllSatisfy(gradient => gradient.Should().BeNull());
    }

    [Fact]
    public void BuildAndTrain_OptimizerOfOtherParameters_IsRefused()
    {
        using Linear other = nn.Linear(3, 2);
        Failures(Small().UseOptimizer(_ => optim.SGD(other.parameters(), 0.1)))
            .Should().ContainSingle().Which.Should().StartWith("Model: The optimizer holds no parameter that the model has now");
        using SimClrModel model = SmallModel.ResNet();
        using optim.Optimizer optimizer = optim.Adam(other.parameters());
        Refusal(model, optimizer).Should().StartWith("The optimizer holds no parameter that the model has now");
    }

    [Fact]
    public void Train_OptimizerOfSomeParameters_WarnsUnlessTheOthersAreFrozen()
    {
        using SimClrModel model = SmallModel.ResNet();
        using optim.Optimizer optimizer = optim.SGD(model.ProjectionHead.parameters(), 0.1);
        Warnings().Should().ContainSingle().Which.Should().Match(
            $"The optimizer leaves {model.Encoder.parameters().Count()} trainable parameters*: encoder.conv1.weight, encoder.bn1.weight, encoder.bn1.bias, .... *");

        foreach (Parameter parameter in model.Encoder.parameters())
            parameter.requires_grad = false;
        Warnings().Should().BeEmpty();

        IEnumerable<string> Warnings() => Train(model, optimizer).Log.All.Where(message => message.Level == LogLevel.Warning).Select(message => message.Text);
    }

    [Theory]
    [InlineData(false, "LBFGS")]
    [InlineData(true, nameof(HiddenMomentum))]
    public void Build_CheckpointsAndAnOptimizerWhoseStateIsOutOfReach_SaysWhatToDo(bool isCustom, string name)
    {
        SimClrBuilder builder = Small().UseOptimizer(
            context => isCustom ? new HiddenMomentum(context.Model, 0.1) : optim.LBFGS(context.Model.parameters()));
        builder.Build().Dispose();
        Failures(builder.UseCheckpoints(_folder.At("run"))).Should().ContainSingle().Which.Should().Match($"Optimizer: *{name}*IStatefulOptimizer*");
        Directory.Exists(_folder.At("run")).Should().BeFalse();
    }

    [Fact]
    public void Train_CheckpointsAndABufferThatNoneCanHold_SaysSoBeforeTheFirstStep()
    {
        using SimClrModel model = new(new ModuleEncoder(new ComplexBuffer(), 3, 3), new MlpProjectionHead(3));
        using NtXentLoss loss = new();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        ContrastiveTrainer trainer = new(model, loss, optimizer, Options()) { Checkpoints = new CheckpointOptions { Folder = _folder.At("run") } };
        trainer.Invoking(it => it.Train(new DrawnImages(8), new ViewGenerator(5, new AddNoise()), new Callback(_ => Assert.Fail("a step was made"))))
            .Should().Throw<NotSupportedException>().WithMessage("A checkpoint cannot hold the state of this run: *model.encoder.module.phases*Complex*");
    }

    [Theory]
    [InlineData(false, "The loss * gives [4]; expected one number*")]
    [InlineData(true, "The loss * does not depend on its inputs*")]
    public void Train_LossThatIsNoNumberOrDetached_SaysSo(bool detached, string message)
    {
        using SimClrPipeline pipeline = Small().UseLoss(new OddLoss(detached)).Build();
        Refusal(pipeline).Should().Match(message);
    }

    [Fact]
    public void Train_EmbeddingsDependOnNoParameter_SaysSo()
    {
        using SimClrModel model = new(
            new ModuleEncoder(new Named("Detached", nn.Sequential(nn.Flatten(), nn.Linear(192, 4)), detaches: true), 3, 4),
            new MlpProjectionHead(4, new ProjectionHeadOptions { Layers = 0 }));
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        Refusal(model, optimizer).Should().StartWith("The embeddings depend on no parameter that requires a gradient");
    }

    private sealed class OddLoss(bool detached) : ContrastiveLoss(nameof(OddLoss))
    {
        public override Tensor forward(EmbeddingBatch input)
            => detached ? input.Values.square().sum().detach() : input.Values.square().sum(1).narrow(0, 0, input.Images);
    }

    private sealed class WrongHead : ProjectionHead
    {
        private readonly Linear layer = nn.Linear(8, 5);

        public WrongHead()
            : base(nameof(WrongHead), 8, 4)
            => RegisterComponents();

        public override Tensor forward(Tensor input) => layer.call(input);
    }

    private sealed class Named : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> inner;
        private readonly bool _detaches;

        public Named(string name, nn.Module<Tensor, Tensor> inner, bool detaches = false)
            : base(name)
        {
            (this.inner, _detaches) = (inner, detaches);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor output = inner.call(input);
            return _detaches ? output.detach() : output;
        }
    }

    private sealed class ComplexBuffer : nn.Module<Tensor, Tensor>
    {
        private readonly Tensor phases = zeros(2, ScalarType.ComplexFloat32);

        public ComplexBuffer()
            : base(nameof(ComplexBuffer))
            => RegisterComponents();

        public override Tensor forward(Tensor input) => input.mean([2, 3]) + phases.real.sum();
    }
}
