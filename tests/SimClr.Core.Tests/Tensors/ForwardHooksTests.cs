using SimClr.Core.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Tensors;

public sealed class ForwardHooksTests
{
    [Fact]
    public void Dispose_AfterAPass_SeesNoMore()
    {
        using Linear layer = nn.Linear(2, 3);
        using Tensor input = ones(4, 2);
        List<long[]> seen = [];
        using (ForwardHooks hooks = new())
        {
            hooks.Add(layer, output => seen.Add(output.shape));
            layer.call(input).Dispose();
        }

        layer.call(input).Dispose();

        seen.Should().ContainSingle().Which.Should().Equal(4, 3);
    }

    [Fact]
    public void Dispose_AfterAModuleFailed_RemovesEveryHook()
    {
        using Linear first = nn.Linear(2, 3);
        using Linear second = nn.Linear(4, 3);
        using Sequential both = nn.Sequential(first, second);
        using Tensor input = ones(4, 2);
        int calls = 0;
        FluentActions.Invoking(() =>
        {
            using ForwardHooks hooks = new();
            hooks.Add(first, _ => calls++);
            hooks.Add(second, _ => calls++);
            both.call(input);
        }).Should().Throw<Exception>();

        first.call(input).Dispose();

        calls.Should().Be(1, "the second layer refuses what the first one gives");
    }
}
