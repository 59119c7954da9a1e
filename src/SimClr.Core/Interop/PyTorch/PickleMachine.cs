namespace SimClr.Core.Interop.PyTorch;

/// <summary>
/// Runs the instructions of a pickle that a state dict is made of, of protocols 2 to 5, and refuses all others: nothing is called, no
/// type is looked up, no state outside is changed.
/// </summary>
/// <remarks>
/// Takes memory in proportion to the pickle's length, whatever it says of itself, and does not recurse. Its errors name no file; the
/// caller does. See docs/decisions/0020.
/// </remarks>
internal sealed class PickleMachine
{
    private const int LowestProtocol = 2;
    private const int HighestProtocol = 5;

    private static readonly object True = true;
    private static readonly object False = false;

    private readonly PickleStack _stack;
    private readonly PickleContainers _containers;
    private readonly PickleMemo _memo = new();
    private readonly TorchObjects _torch = new();
    private readonly PickleReader _reader;
    private readonly int _start;

    /// <summary>A machine for the pickle that begins where the reader stands.</summary>
    public PickleMachine(PickleReader reader)
    {
        (_reader, _start) = (reader, reader.Position);
        _stack = new PickleStack();
        _containers = new PickleContainers(_stack);
    }

    /// <summary>The storages that the pickle names, by their keys.</summary>
    public IReadOnlyDictionary<string, PickledStorage> Storages => _torch.Storages;

    private int Consumed => _reader.Position - _start;

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
            int at = _reader.Position;
            PickleOpcode code = (PickleOpcode)_reader.ReadByte();
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
            case PickleOpcode.BININT: value = (long)_reader.ReadInt32(); break;
            case PickleOpcode.BININT1: value = (long)_reader.ReadByte(); break;
            case PickleOpcode.BININT2: value = (long)_reader.ReadUInt16(); break;
            case PickleOpcode.LONG1: value = _reader.ReadLong(_reader.ReadByte()); break;
            case PickleOpcode.LONG4: value = _reader.ReadLong(_reader.ReadUInt32()); break;
            case PickleOpcode.BINFLOAT: value = _reader.ReadDouble(); break;
            // Python 2 wrote its byte strings by these, names among them.
            case PickleOpcode.SHORT_BINSTRING or PickleOpcode.SHORT_BINUNICODE: value = _reader.ReadText(_reader.ReadByte()); break;
            case PickleOpcode.BINSTRING or PickleOpcode.BINUNICODE: value = _reader.ReadText(_reader.ReadUInt32()); break;
            case PickleOpcode.BINUNICODE8: value = _reader.ReadText(_reader.ReadUInt64()); break;
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
            case PickleOpcode.EMPTY_TUPLE: _stack.Push(PickleContainers.EmptyTuple); break;
            case PickleOpcode.TUPLE1: _containers.PushTuple(1); break;
            case PickleOpcode.TUPLE2: _containers.PushTuple(2); break;
            case PickleOpcode.TUPLE3: _containers.PushTuple(3); break;
            case PickleOpcode.TUPLE: _containers.PushMarkedTuple(); break;
            case PickleOpcode.APPEND: _containers.Append(); break;
            case PickleOpcode.APPENDS: _containers.AppendMarked(); break;
            case PickleOpcode.SETITEM: _containers.SetItem(); break;
            case PickleOpcode.SETITEMS: _containers.SetMarkedItems(); break;
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
            case PickleOpcode.BINPUT: _memo.Keep(_reader.ReadByte(), _stack.Peek(), Consumed); break;
            case PickleOpcode.LONG_BINPUT: _memo.Keep(_reader.ReadUInt32(), _stack.Peek(), Consumed); break;
            case PickleOpcode.MEMOIZE: _memo.Keep((uint)_memo.Count, _stack.Peek(), Consumed); break;
            case PickleOpcode.BINGET: _stack.Push(_memo.Recall(_reader.ReadByte())); break;
            case PickleOpcode.LONG_BINGET: _stack.Push(_memo.Recall(_reader.ReadUInt32())); break;
            default: return false;
        }

        return true;
    }

    private bool RunObject(PickleOpcode code)
    {
        switch (code)
        {
            case PickleOpcode.PROTO: CheckProtocol(_reader.ReadByte()); break;
            // How many bytes follow in one piece; they are all here already.
            case PickleOpcode.FRAME: CheckFrame(_reader.ReadUInt64()); break;
            case PickleOpcode.GLOBAL: _stack.Push(TorchGlobal.Named(_reader.ReadLine(), _reader.ReadLine())); break;
            case PickleOpcode.STACK_GLOBAL: PushStackGlobal(); break;
            case PickleOpcode.REDUCE: Reduce(); break;
            case PickleOpcode.BUILD: Build(); break;
            case PickleOpcode.BINPERSID: _stack.Push(_torch.Persistent(_stack.Pop())); break;
            case PickleOpcode.INST: throw TorchGlobal.Refusal($"{_reader.ReadLine()}.{_reader.ReadLine()}");
            default: return false;
        }

        return true;
    }

    private static void CheckProtocol(byte protocol)
    {
        if (protocol is < LowestProtocol or > HighestProtocol)
            throw new WeightsException($"the pickle is of protocol {protocol}; {LowestProtocol} to {HighestProtocol} are read");
    }

    private void CheckFrame(ulong length)
    {
        int left = _reader.Length - _reader.Position;
        if (length > (ulong)left)
            throw new WeightsException($"the pickle has a frame of {length} bytes at byte {_reader.Position}, but only {left} follow");
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
        PickleContainers.DictionaryOf(_stack.Peek());
    }

    private static WeightsException Refusal(PickleOpcode code, int at) => Enum.IsDefined(code)
        ? TorchGlobal.Refusal($"the instruction {code} at byte {at}")
        : new WeightsException($"the pickle has no known instruction at byte {at}, but {(byte)code}");
}
