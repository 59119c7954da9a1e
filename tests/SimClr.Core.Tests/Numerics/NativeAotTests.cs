using SimClr.Core.Models;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

/// <summary>These tests run with a just-in-time compiler, so they say themselves that there is none.</summary>
public sealed class NativeAotTests
{
    [Fact]
    public void Check_ParametersOutOfSight_NamesNativeAotAndTheCure()
    {
        using nn.Module module = nn.Flatten();

        FluentActions.Invoking(() => NativeAot.Check(module, isDynamicCodeSupported: false))
            .Should().Throw<PlatformNotSupportedException>().WithMessage("Native AOT is not supported*reflection*Flatten*PublishAot*");
    }

    [Fact]
    public void Check_ParametersInSight_IsNoTrouble()
    {
        using MlpProjectionHead head = new(4);

        FluentActions.Invoking(() => NativeAot.Check(head, isDynamicCodeSupported: false)).Should().NotThrow();
    }

    [Fact]
    public void Check_JustInTimeCompiler_LeavesModulesWithoutParametersAlone()
    {
        using nn.Module module = nn.Flatten();

        FluentActions.Invoking(() => NativeAot.Check(module)).Should().NotThrow();
    }
}
