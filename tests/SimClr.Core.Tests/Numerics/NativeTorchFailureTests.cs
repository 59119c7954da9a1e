using SimClr.Core.Numerics;
using SimClr.Core.Tests.Conventions;

namespace SimClr.Core.Tests.Numerics;

public sealed class NativeTorchFailureTests
{
    private static readonly DllNotFoundException Cause = new("libtorch_cpu.so: cannot open shared object file");

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("ubuntu.24.04-x64")]
    [InlineData("win-x64")]
    [InlineData("osx-arm64")]
    [InlineData("osx.15-arm64")]
    public void Describe_NothingDeployedOnAPlatformWithLibTorch_NamesThePackage(string platform)
    {
        Exception failure = NativeTorchFailure.Describe(platform, isDeployed: false, Cause);

        failure.Should().BeOfType<DllNotFoundException>().Which.InnerException.Should().BeSameAs(Cause);
        failure.Message.Should().Contain("missing").And.Contain("dotnet add package TorchSharp-cpu");
    }

    [Theory]
    [InlineData("linux-arm64", false)]
    [InlineData("debian.12-arm64", false)]
    [InlineData("linux-arm", false)]
    [InlineData("linux-musl-x64", false)]
    [InlineData("linux-musl-x64", true)]
    [InlineData("linux-musl-arm64", false)]
    [InlineData("alpine.3.22-x64", true)]
    [InlineData("osx-x64", false)]
    [InlineData("win-arm64", false)]
    [InlineData("win-x86", false)]
    [InlineData("freebsd-x64", false)]
    public void Describe_PlatformWithoutLibTorch_NamesThePlatformsThatHaveIt(string platform, bool isDeployed)
    {
        Exception failure = NativeTorchFailure.Describe(platform, isDeployed, Cause);

        failure.Should().BeOfType<PlatformNotSupportedException>().Which.InnerException.Should().BeSameAs(Cause);
        failure.Message.Should().Contain(platform).And.Contain("linux-x64 (glibc), win-x64 and osx-arm64");
    }

    [Fact]
    public void Describe_OldLibStdCxx_NamesTheRepair()
        => NativeTorchFailure.Describe("linux-x64", isDeployed: true, new DllNotFoundException("version `GLIBCXX_3.4.32' not found"))
            .Message.Should().Contain("libstdc++").And.Contain("SimClrRepairTorchSharp")
            .And.Contain("a ProjectReference to SimClr.Core.csproj does not run it: pack it");

    [Fact]
    public void Describe_DeployedButRefused_RefersToTheCause()
        => NativeTorchFailure.Describe("linux-arm64", isDeployed: true, Cause).Should().BeOfType<DllNotFoundException>()
            .Which.Message.Should().Contain("inner exception");

    [Theory]
    [InlineData(NativeTorchFailure.Unserved)]
    [InlineData(NativeTorchFailure.Musl)]
    public void Patterns_OfTheBuildsCheck_AreTheSame(string pattern)
        => string.Join('\n', SourceFiles.Read("src/SimClr.Core/buildTransitive/SimClr.Core.targets"))
            .Should().Contain($"'$(RuntimeIdentifier)', '{pattern}'");
}
