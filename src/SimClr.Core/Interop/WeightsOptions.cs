using System.Collections.ObjectModel;
using System.ComponentModel.DataAnnotations;

namespace SimClr.Core.Interop;

/// <summary>
/// Which tensors of a file <see cref="ModuleWeights.LoadWeights(TorchSharp.torch.nn.Module, string, WeightsOptions)"/> takes, and under
/// which names.
/// </summary>
/// <remarks>
/// A name goes through <see cref="Prefix"/>, <see cref="Ignore"/> and <see cref="Rename"/>, in this order. Nothing is guessed: where
/// options would make a file fit, the exception has them.
/// </remarks>
public sealed class WeightsOptions
{
    /// <summary>
    /// What torchvision's ResNet becomes where it is taken apart into <c>nn.Sequential(*list(resnet.children())[:-1])</c>, as by lightly:
    /// <c>0.</c> is <c>conv1.</c>, <c>1.</c> is <c>bn1.</c>, and <c>4.</c> to <c>7.</c> are <c>layer1.</c> to <c>layer4.</c>. For
    /// <see cref="Rename"/>.
    /// </summary>
    public static IReadOnlyDictionary<string, string> ResNetChildren { get; } = new ReadOnlyDictionary<string, string>(
        new Dictionary<string, string>
        {
            ["0."] = "conv1.",
            ["1."] = "bn1.",
            ["4."] = "layer1.",
            ["5."] = "layer2.",
            ["6."] = "layer3.",
            ["7."] = "layer4.",
        });

    /// <summary>
    /// Only tensors whose names begin with it are taken, and without it: <c>"model.encoder."</c> for an encoder from a checkpoint,
    /// <c>"module."</c> where Python wrote a wrapped module. Default empty: all tensors, by their names.
    /// </summary>
    [Required(AllowEmptyStrings = true)]
    public string Prefix { get; set; } = "";

    /// <summary>
    /// Beginnings of names that are left out, after the prefix has been taken off: <c>["fc."]</c> for the encoder of a classifier of
    /// torchvision. Default empty.
    /// </summary>
    [Required]
    public IReadOnlyList<string> Ignore { get; set; } = [];

    /// <summary>
    /// Beginnings of names in the file, without the prefix, and what they are in the module, such as <see cref="ResNetChildren"/>; an
    /// empty one stands before every name. Of several that fit, the longest is taken. Default empty.
    /// </summary>
    [Required]
    public IReadOnlyDictionary<string, string> Rename { get; set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// In which dictionary of a PyTorch file the tensors are, with slashes where it is inside of another: <c>"state_dict"</c>,
    /// <c>"teacher/model"</c>. Default null: the file itself, or the one dictionary in it that holds tensors. Null for other files.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>
    /// True, the default: the file must have every tensor of the module, and no other than those that are ignored. False: what is
    /// missing stays as it is, what is unknown is left out, and the report names both; at least one tensor must fit. Shapes must fit
    /// always.
    /// </summary>
    public bool Strict { get; set; } = true;

    /// <summary>
    /// True: tensors of another type are converted to the module's, as PyTorch's <c>load_state_dict</c> does, but for fractions that
    /// would become whole numbers. False, the default: only where no digit can be lost, from half precision to single say.
    /// </summary>
    public bool ConvertTypes { get; set; }
}
