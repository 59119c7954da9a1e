namespace SimClr.Core.Mpi.Native;

/// <summary>A communicator of our own over all ranks, whose messages no other user of MPI in the process can take; all calls return at once.</summary>
internal sealed unsafe class MpiCommunicator
{
    private readonly MpiLibrary _library;
    private readonly nint _handle;
    private readonly delegate* unmanaged<nint, int, nint, nint, int, nint, nint, nint*, int> _allToAll;
    private readonly delegate* unmanaged<nint, int, nint, nint, int, nint, nint, nint*, int> _allGather;
    private readonly delegate* unmanaged<nint, int, nint, int, nint, nint*, int> _broadcast;
    private readonly delegate* unmanaged<nint, nint*, int> _barrier;
    private readonly delegate* unmanaged<nint*, int*, nint, int> _test;

    private MpiCommunicator(MpiLibrary library, nint handle)
    {
        _library = library;
        _handle = handle;
        _allToAll = (delegate* unmanaged<nint, int, nint, nint, int, nint, nint, nint*, int>)library.Function("MPI_Ialltoall");
        _allGather = (delegate* unmanaged<nint, int, nint, nint, int, nint, nint, nint*, int>)library.Function("MPI_Iallgather");
        _broadcast = (delegate* unmanaged<nint, int, nint, int, nint, nint*, int>)library.Function("MPI_Ibcast");
        _barrier = (delegate* unmanaged<nint, nint*, int>)library.Function("MPI_Ibarrier");
        _test = (delegate* unmanaged<nint*, int*, nint, int>)library.Function("MPI_Test");
        Rank = Number("MPI_Comm_rank");
        Size = Number("MPI_Comm_size");
    }

    public int Rank { get; }

    public int Size { get; }

    /// <summary>Held during every call of MPI, which are made by one thread at a time.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Duplicates MPI_COMM_WORLD, and lets both return errors. All ranks must call it.</summary>
    public static MpiCommunicator Create(MpiLibrary library)
    {
        var setHandler = (delegate* unmanaged<nint, nint, int>)library.Function("MPI_Comm_set_errhandler");
        library.Check(setHandler(library.Abi.World, library.Abi.ErrorsReturn), "MPI_Comm_set_errhandler");
        nint handle = 0;
        library.Check(((delegate* unmanaged<nint, nint*, int>)library.Function("MPI_Comm_dup"))(library.Abi.World, &handle), "MPI_Comm_dup");
        library.Check(setHandler(handle, library.Abi.ErrorsReturn), "MPI_Comm_set_errhandler");
        return new MpiCommunicator(library, handle);
    }

    /// <summary>Begins to give each rank its part of the memory here, and to take one from each.</summary>
    /// <param name="send">A part for each rank.</param>
    /// <param name="receive">Room for a part of each rank.</param>
    /// <param name="bytes">The size of a part.</param>
    /// <returns>The request, for <see cref="IsComplete"/>.</returns>
    public nint BeginAllToAll(nint send, nint receive, int bytes)
    {
        nint request = 0, type = _library.Abi.Byte;
        _library.Check(_allToAll(send, bytes, type, receive, bytes, type, _handle, &request), "MPI_Ialltoall");
        return request;
    }

    /// <summary>Begins to give all ranks the memory here, and to take each one's.</summary>
    /// <inheritdoc cref="BeginAllToAll"/>
    public nint BeginAllGather(nint send, nint receive, int bytes)
    {
        nint request = 0, type = _library.Abi.Byte;
        _library.Check(_allGather(send, bytes, type, receive, bytes, type, _handle, &request), "MPI_Iallgather");
        return request;
    }

    /// <summary>Begins to give all ranks the memory of one.</summary>
    /// <inheritdoc cref="BeginAllToAll"/>
    public nint BeginBroadcast(nint memory, int bytes, int root)
    {
        nint request = 0;
        _library.Check(_broadcast(memory, bytes, _library.Abi.Byte, root, _handle, &request), "MPI_Ibcast");
        return request;
    }

    /// <summary>Begins to wait for all ranks.</summary>
    /// <inheritdoc cref="BeginAllToAll"/>
    public nint BeginBarrier()
    {
        nint request = 0;
        _library.Check(_barrier(_handle, &request), "MPI_Ibarrier");
        return request;
    }

    /// <summary>Lets MPI do what there is to do. True if this request is complete, which it is told once.</summary>
    public bool IsComplete(nint request)
    {
        int complete = 0;
        _library.Check(_test(&request, &complete, _library.Abi.StatusIgnore), "MPI_Test");
        return complete != 0;
    }

    private int Number(string function)
    {
        int number = 0;
        _library.Check(((delegate* unmanaged<nint, int*, int>)_library.Function(function))(_handle, &number), function);
        return number;
    }
}
