using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>
/// A use of a module that others must not disturb: training needs its mode, its statistics and its weights to itself, and evaluation its
/// mode.
/// </summary>
/// <remarks>
/// Holds for every module inside as well, so trainings whose models share a layer are kept apart too. Whoever runs on the thread of
/// another use is called by it, between its steps, and may read and change. Thread-safe.
/// </remarks>
internal sealed class ModuleUse : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly ConditionalWeakTable<nn.Module, List<ModuleUse>> Uses = [];

    private readonly nn.Module _root;
    private readonly string _activity;
    private readonly ModuleUseKind _kind;
    private readonly nn.Module[] _parts;
    private readonly int _thread = Environment.CurrentManagedThreadId;

    private ModuleUse(nn.Module root, string activity, ModuleUseKind kind)
        => (_root, _activity, _kind, _parts) = (root, activity, kind, Parts(root));

    /// <summary>Begins a use, which ends when it is disposed.</summary>
    /// <param name="root">The module; all modules inside are meant, too.</param>
    /// <param name="activity">What the caller does, as its user knows it.</param>
    /// <param name="kind">What may be done meanwhile.</param>
    /// <exception cref="InvalidOperationException">A use that runs does not allow it; the message names both.</exception>
    public static ModuleUse Begin(nn.Module root, string activity, ModuleUseKind kind)
    {
        ModuleUse use = new(root, activity, kind);
        lock (Gate)
        {
            foreach (ModuleUse running in use._parts.SelectMany(Running))
                if (!use.IsAllowedBeside(running))
                    throw running.Refusal(activity);
            foreach (nn.Module part in use._parts)
                Uses.GetOrCreateValue(part).Add(use);
        }

        return use;
    }

    /// <summary>Makes sure that nothing runs, on this thread or another.</summary>
    /// <exception cref="InvalidOperationException">Something does.</exception>
    public static void RequireNone(nn.Module root, string activity)
    {
        lock (Gate)
            if (Parts(root).SelectMany(Running).FirstOrDefault() is { } running)
                throw running.Refusal(activity);
    }

    public void Dispose()
    {
        lock (Gate)
            foreach (nn.Module part in _parts)
                Uses.GetOrCreateValue(part).Remove(this);
    }

    private static nn.Module[] Parts(nn.Module root)
        => [.. root.modules().Prepend(root).Distinct(ReferenceEqualityComparer.Instance).Cast<nn.Module>()];

    private static List<ModuleUse> Running(nn.Module part) => Uses.TryGetValue(part, out List<ModuleUse>? uses) ? uses : [];

    private bool IsAllowedBeside(ModuleUse running)
    {
        if (running._thread == _thread)
            return _kind != ModuleUseKind.Training;
        if (_kind == ModuleUseKind.Evaluating && running._kind == ModuleUseKind.Evaluating)
            return ReferenceEquals(running._root, _root);
        return _kind <= ModuleUseKind.Evaluating && running._kind <= ModuleUseKind.Evaluating;
    }

    private InvalidOperationException Refusal(string activity)
    {
        string running = _thread == Environment.CurrentManagedThreadId
            ? $"within {_activity} of"
            : $"while {_activity} is running on another thread with";
        return new InvalidOperationException(
            $"{activity} cannot begin {running} the same {_root.GetName()}: wait until that has ended, or use another model.");
    }
}
