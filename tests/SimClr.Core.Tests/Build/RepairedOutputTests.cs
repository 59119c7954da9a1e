using SimClr.Core.Build;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Build;

/// <summary>This test project is itself an application that the build repairs.</summary>
public sealed class RepairedOutputTests
{
    [LinuxX64Fact]
    public void Output_HasTheRepairedFileExactlyWhereLibStdCxxIsOld()
    {
        string output = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", TorchSharpLibrary.FileName);
        byte[] original = TorchSharpLibrary.Read();

        byte[]? expected = InstalledLibStdCxx.IsNew ? original : NativeLibraryRepair.Repair(original);

        File.ReadAllBytes(output).AsSpan().SequenceEqual(expected).Should().BeTrue();
    }

    [Fact]
    public void Torch_WithTheOutputsLibrary_Trains()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor inputs = randn(64, 1, 8, 8);
        Tensor targets = inputs.mean([1L, 2L, 3L]).unsqueeze(1);
        nn.Module<Tensor, Tensor> model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 1));
        optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        List<float> losses = [];
        for (int step = 0; step < 20; step++)
        {
            Tensor loss = nn.functional.mse_loss(model.call(inputs), targets);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        losses[^1].Should().BeLessThan(losses[0] / 2);
    }

    [LinuxX64Fact]
    public void InstalledLibStdCxx_KnowsWhatItHas()
    {
        InstalledLibStdCxx.Has(NativeLibraryRepair.OldSymbol, NativeLibraryRepair.OldVersion).Should().BeTrue();
        InstalledLibStdCxx.Has(NativeLibraryRepair.OldSymbol, "GLIBCXX_9.9").Should().BeFalse();
        InstalledLibStdCxx.Has("_ZSt7nothingv", NativeLibraryRepair.OldVersion).Should().BeFalse();
    }
}
