using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Passes of empty views through a model in training mode that leave no trace: not in its mode, statistics, gradients or torch's random state.</summary>
internal sealed class ProbePass : IDisposable
{
    private readonly SimClrModel _model;
    private readonly IReadOnlyList<ViewGroup> _groups;
    private readonly ModuleUse _use;
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly ModuleBuffers _buffers;
    private readonly Tensor _state = random.get_rng_state();
    private readonly (nn.Module Module, bool Training)[] _modes;
    private readonly (Parameter Parameter, Tensor? Gradient)[] _gradients;

    /// <param name="model">The model; borrowed.</param>
    /// <param name="groups">The views of each image.</param>
    /// <exception cref="InvalidOperationException">The model is in use on another thread, or torch is in inference mode.</exception>
    public ProbePass(SimClrModel model, IReadOnlyList<ViewGroup> groups)
    {
        if (is_inference_mode_enabled())
            throw new InvalidOperationException($"{nameof(ActivationMemory)} follows a gradient: call it outside torch.inference_mode().");
        (_model, _groups) = (model, groups);
        _use = ModuleUse.Begin(model, nameof(ActivationMemory), ModuleUseKind.Changing);
        _buffers = new ModuleBuffers(model);
        // Parents come before their children, so the children's own modes are what remains.
        _modes = [(model, model.training), .. model.modules().Select(module => (module, module.training))];
        _gradients = [.. model.parameters().Select(parameter => (parameter, parameter.grad))];
        model.train();
    }

    /// <summary>Sends all views of some images through, and the gradient of their embeddings back.</summary>
    public void ForwardAndBackward(int images)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable enabled = enable_grad();
        foreach ((Parameter parameter, _) in _gradients)
            parameter.grad = null;
        Tensor z = cat(Forward(images)); // [V*n, D]
        if (z.requires_grad)
            z.backward([ones_like(z)]);
    }

    /// <summary>Sends all views of some images through.</summary>
    /// <returns>The embeddings of each group; they belong to the dispose scope around the call.</returns>
    public Tensor[] Forward(int images)
    {
        Device device = _model.parameters().First().device;
        return [.. _groups.Select(group => _model.call(Views(group, images, device)).Embedding)];
    }

    public void Dispose()
    {
        using (no_grad())
            _buffers.Restore();
        foreach ((Parameter parameter, Tensor? gradient) in _gradients)
            parameter.grad = gradient;
        foreach ((nn.Module module, bool training) in _modes)
            module.train(training);
        random.set_rng_state(_state);
        _scope.Dispose();
        _use.Dispose();
    }

    // Channels-last, as they come from the loader.
    private static Tensor Views(ViewGroup group, int images, Device device)
    {
        long count = (long)group.Views * images;
        return zeros([count, group.Shape.Height, group.Shape.Width, group.Shape.Channels], device: device).permute(0, 3, 1, 2); // [V*n, C, H, W]
    }
}
