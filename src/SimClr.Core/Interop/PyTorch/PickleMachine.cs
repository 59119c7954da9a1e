namespace SimClr.Core.Interop.PyTorch;

/// <summary>
/// Runs the instructions of a pickle that a state dict is made of, of protocols 2 to 5, and refuses all others: nothing is called, no
/// type is looked up, no state outside is changed.
/// </summary>
/// <remarks>
/// Takes memory in proportion to the pickle's length, whatever it says of itself, and does not recurse. Its errors name no file; the
/// caller does. See docs/decisions/0019.
/// </remarks>
internal sealed class PickleMachine(PickleReader reader)
{
    private const int LowestProtocol = 2;
    private const int HighestProtocol = 5;

    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly object?[] EmptyTuple = [];

    private readonly PickleStack _stack = new();
    private readonly List<object?> _memo = [];
    private readonly TorchObjects _torch = new();
    private readonly int _start = reader.Position;

    /// <summary>The storages that the pickle names, by their keys.</summary>
    public IReadOnlyDictionary<string, PickledStorage> Storages => _torch.Storages;

    private int Consumed => reader.Position - _start;

    /// <summary>Runs to the end of one pickle; the reader stands behind it then.</summary>
    /// <returns>
    /// null, bool, long, double, string, <c>object?[]</c> for a tuple, <c>List</c>, <see cref="PickledDictionary"/>,
    /// <see cref="PickledTensor"/>, or one of the other types of this folder.
    /// </returns>
    /// <exception cref="WeightsException">The pickle is damaged, or does what none of a state dict does.</exception>
    public object? Run()
    {
        while (true)
        {
            int at = reader.Position;
            PickleOpcode code = (PickleOpcode)reader.ReadByte();
            if (code == PickleOpcode.STOP)
                return _stack.Pop();
            if (!RunScalar(code) && !RunContainer(code) && !RunStack(code) && !RunObject(code))
                throw Refusal(code, at);
        }
    }

    private bool RunScalar(PickleOpcode code)
    {
        object? value;
        switch (code)
        {
            case PickleOpcode.NONE: value = null; break;
            case PickleOpcode.NEWTRUE: value = True; break;
            case PickleOpcode.NEWFALSE: value = False; break;
            case PickleOpcode.BININT: value = (long)reader.ReadInt32(); break;
            case PickleOpcode.BININT1: value = (long)reader.ReadByte(); break;
            case PickleOpcode.BININT2: value = (long)reader.ReadUInt16(); break;
            case PickleOpcode.LONG1: value = reader.ReadLong(reader.ReadByte()); break;
            case PickleOpcode.LONG4: value = reader.ReadLong(reader.ReadUInt32()); break;
            case PickleOpcode.BINFLOAT: value = reader.ReadDouble(); break;
            // Python 2 wrote its byte strings by these, names among them.
            case PickleOpcode.SHORT_BINSTRING or PickleOpcode.SHORT_BINUNICODE: value = reader.ReadText(reader.ReadByte()); break;
            case PickleOpcode.BINSTRING or PickleOpcode.BINUNICODE: value = reader.ReadText(reader.ReadUInt32()); break;
            case PickleOpcode.BINUNICODE8: value = reader.ReadText(reader.ReadUInt64()); break;
            default: return false;
        }

        _stack.Push(value);
        return true;
    }

    private bool RunContainer(PickleOpcode code)
    {
        switch (code)
        {
            case PickleOpcode.EMPTY_DICT: _stack.Push(new PickledDictionary()); break;
            case PickleOpcode.EMPTY_LIST: _stack.Push(new List<object?>()); break;
            case PickleOpcode.EMPTY_TUPLE: _stack.Push(EmptyTuple); break;
            case PickleOpcode.TUPLE1: PushTuple(1); break;
            case PickleOpcode.TUPLE2: PushTuple(2); break;
            case PickleOpcode.TUPLE3: PushTuple(3); break;
            case PickleOpcode.TUPLE: PushMarkedTuple(); break;
            case PickleOpcode.APPEND: Append(); break;
            case PickleOpcode.APPENDS: AppendMarked(); break;
            case PickleOpcode.SETITEM: SetItem(); break;
            case PickleOpcode.SETITEMS: SetMarkedItems(); break;
            default: return false;
        }

        return true;
    }

    private bool RunStack(PickleOpcode code)
    {
        switch (code)
        {
            case PickleOpcode.MARK: _stack.Mark(); break;
            case PickleOpcode.POP: _stack.Pop(); break;
            case PickleOpcode.POP_MARK: _stack.DropMark(); break;
            case PickleOpcode.DUP: _stack.Push(_stack.Peek()); break;
            case PickleOpcode.BINPUT: Memorize(reader.ReadByte()); break;
            case PickleOpcode.LONG_BINPUT: Memorize(reader.ReadUInt32()); break;
            case PickleOpcode.MEMOIZE: Memorize((uint)_memo.Count); break;
            case PickleOpcode.BINGET: Recall(reader.ReadByte()); break;
            case PickleOpcode.LONG_BINGET: Recall(reader.ReadUInt32()); break;
            default: return false;
        }

        return true;
    }

    private bool RunObject(PickleOpcode code)
    {
        switch (code)
        {
            case PickleOpcode.PROTO: CheckProtocol(reader.ReadByte()); break;
            // How many bytes follow in one piece; they are all here already.
            case PickleOpcode.FRAME: CheckFrame(reader.ReadUInt64()); break;
            case PickleOpcode.GLOBAL: _stack.Push(TorchGlobal.Named(reader.ReadLine(), reader.ReadLine())); break;
            case PickleOpcode.STACK_GLOBAL: PushStackGlobal(); break;
            case PickleOpcode.REDUCE: Reduce(); break;
            case PickleOpcode.BUILD: Build(); break;
            case PickleOpcode.BINPERSID: _stack.Push(_torch.Persistent(_stack.Pop())); break;
            case PickleOpcode.INST: throw TorchGlobal.Refusal($"{reader.ReadLine()}.{reader.ReadLine()}");
            default: return false;
        }

        return true;
    }

    private void PushTuple(int length)
    {
        object?[] tuple = new object?[length];
        for (int i = length - 1; i >= 0; i--)
            tuple[i] = _stack.Pop();
        _stack.Push(tuple);
    }

    private void PushMarkedTuple()
    {
        ReadOnlySpan<object?> items = _stack.AboveMark();
        object?[] tuple = items.IsEmpty ? EmptyTuple : items.ToArray();
        _stack.DropMark();
        _stack.Push(tuple);
    }

    private void Append()
    {
        object? item = _stack.Pop();
        ListOf(_stack.Peek()).Add(item);
    }

    private void AppendMarked()
    {
        ListOf(_stack.PeekBelowMark()).AddRange(_stack.AboveMark());
        _stack.DropMark();
    }

    private void SetItem()
    {
        object? value = _stack.Pop(), key = _stack.Pop();
        DictionaryOf(_stack.Peek()).Add(key, value);
    }

    private void SetMarkedItems()
    {
        PickledDictionary dictionary = DictionaryOf(_stack.PeekBelowMark());
        ReadOnlySpan<object?> items = _stack.AboveMark();
        if (items.Length % 2 != 0)
            throw new WeightsException("the pickle has a key without a value");
        for (int i = 0; i < items.Length; i += 2)
            dictionary.Add(items[i], items[i + 1]);
        _stack.DropMark();
    }

    private void Memorize(uint index)
    {
        // Python counts from 0 without a gap, so an honest number is below that of the bytes.
        if (index >= (uint)Consumed)
            throw new WeightsException($"the pickle keeps an object as number {index}, but has had {Consumed} bytes only");
        while (_memo.Count <= index)
            _memo.Add(null);
        _memo[(int)index] = _stack.Peek();
    }

    private void Recall(uint index)
        => _stack.Push(index < _memo.Count ? _memo[(int)index] : throw new WeightsException($"the pickle asks for object {index}, which it has not kept"));

    private static void CheckProtocol(byte protocol)
    {
        if (protocol is < LowestProtocol or > HighestProtocol)
            throw new WeightsException($"the pickle is of protocol {protocol}; {LowestProtocol} to {HighestProtocol} are read");
    }

    private void CheckFrame(ulong length)
    {
        if (length > (ulong)(reader.Length - reader.Position))
            throw new WeightsException($"the pickle has a frame of {length} bytes at byte {reader.Position}, but only {reader.Length - reader.Position} follow");
    }

    private void PushStackGlobal()
    {
        if (_stack.Pop() is not string name || _stack.Pop() is not string module)
            throw new WeightsException("the pickle names a class by what is no text");
        _stack.Push(TorchGlobal.Named(module, name));
    }

    private void Reduce()
    {
        object? arguments = _stack.Pop(), function = _stack.Pop();
        _stack.Push(_torch.Call(function, arguments, Consumed));
    }

    // A state dict carries the versions of its modules as an attribute.
    private void Build()
    {
        _stack.Pop();
        DictionaryOf(_stack.Peek());
    }

    private static List<object?> ListOf(object? item)
        => item as List<object?> ?? throw new WeightsException("the pickle appends to what is no list");

    private static PickledDictionary DictionaryOf(object? item)
        => item as PickledDictionary ?? throw new WeightsException("the pickle sets items or attributes of what is no dictionary");

    private static WeightsException Refusal(PickleOpcode code, int at) => Enum.IsDefined(code)
        ? TorchGlobal.Refusal($"the instruction {code} at byte {at}")
        : new WeightsException($"the pickle has no known instruction at byte {at}, but {(byte)code}");
}
