using System.IO.Hashing;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Interop.PyTorch;

/// <summary>The tensors of a state dict in a file of <c>torch.save</c>; the numbers are read when they are asked for.</summary>
internal sealed class PyTorchFile : IWeightsFile
{
    private readonly Stream _stream;
    private readonly IReadOnlyDictionary<string, StoragePlace> _places;
    private readonly Dictionary<string, StorageView> _views = [];
    private readonly List<string> _others = [];

    private PyTorchFile(Stream stream, string? key)
    {
        PyTorchContent content = PyTorchContent.Read(stream);
        (_stream, _places) = (stream, content.Storages);
        (PickledDictionary dictionary, Key) = StateDictionary.Find(content.Root, key);
        foreach ((object? name, object? value) in dictionary.Items)
        {
            if (name is not string text)
                continue;
            if (value is not PickledTensor tensor)
                _others.Add(text);
            else if (!_views.TryAdd(text, tensor.ToView(text)))
                throw new WeightsException($"tensor '{text}' is there twice");
        }

        Tensors = _views.ToDictionary(pair => pair.Key, pair => pair.Value.Form);
    }

    public IReadOnlyDictionary<string, TensorForm> Tensors { get; }

    public IReadOnlyList<string> Others => _others;

    public string? Key { get; }

    /// <summary>Opens a file; owns the stream from then on.</summary>
    /// <exception cref="WeightsException">The file is damaged, or holds more than weights; the message does not name it.</exception>
    public static PyTorchFile Open(Stream stream, string? key) => new(stream, key);

    // Each storage once, whatever views of it there are: the file's length is the most that they take.
    public Dictionary<string, Tensor> Read(IEnumerable<string> names)
    {
        Dictionary<string, Tensor> storages = [];
        Dictionary<string, Tensor> tensors = [];
        foreach (string name in names)
        {
            StorageView view = _views[name];
            if (!storages.TryGetValue(view.Storage.Key, out Tensor? storage))
                storages.Add(view.Storage.Key, storage = ReadStorage(view.Storage));
            tensors.Add(name, storage.as_strided(view.Form.Shape, view.Strides, view.Offset));
        }

        return tensors;
    }

    public void Dispose() => _stream.Dispose();

    private Tensor ReadStorage(PickledStorage storage)
    {
        Tensor numbers = empty(storage.Count, storage.Elements.Scalar); // [count]
        StoragePlace place = _places[storage.Key];
        Crc32 checksum = new();
        _stream.Position = place.Offset;
        TensorBytes.Visit(numbers, bytes =>
        {
            _stream.ReadExactly(bytes);
            checksum.Append(bytes);
            // Any other value of a bool is undefined behavior in C++.
            if (storage.Elements.Scalar == ScalarType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
                throw new WeightsException($"storage '{storage.Key}' of bools holds bytes other than 0 and 1");
        });
        place.Record?.Check(checksum);
        return numbers;
    }
}
