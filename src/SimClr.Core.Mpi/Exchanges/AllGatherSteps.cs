namespace SimClr.Core.Mpi.Exchanges;

/// <summary>How all ranks get all tensors, whose sizes may differ: in pieces of one size, the largest tensor's at most.</summary>
internal static class AllGatherSteps
{
    /// <summary>The steps that fill the results.</summary>
    /// <param name="own">This rank's tensor.</param>
    /// <param name="results">Room for each rank's tensor.</param>
    public static IReadOnlyCollection<ExchangeStep> Of(TensorMemory own, TensorMemory[] results)
    {
        long largest = results.Max(result => result.Bytes);
        long perPiece = Math.Min(largest, Math.Max(NativeBuffer.PieceBytes(results.Length) / results.Length, 1));
        List<ExchangeStep> steps = [];
        for (long start = 0; start < largest; start += perPiece)
            steps.Add(Piece(own, results, start, (int)Math.Min(perPiece, largest - start)));
        return steps;
    }

    private static ExchangeStep Piece(TensorMemory own, TensorMemory[] results, long start, int bytes)
    {
        NativeBuffer? parts = null, padded = null;
        return new ExchangeStep(
            communicator =>
            {
                nint send = (nint)(own.Start + start);
                long left = own.Bytes - start;
                if (left < bytes)
                {
                    padded = new NativeBuffer(bytes);
                    if (left > 0)
                        NativeBuffer.Copy(send, padded.Start, left);
                    send = padded.Start;
                }

                parts = new NativeBuffer((long)bytes * results.Length);
                return communicator.BeginAllGather(send, parts.Start, bytes);
            },
            () =>
            {
                for (int rank = 0; rank < results.Length; rank++)
                {
                    long left = Math.Min(bytes, results[rank].Bytes - start);
                    if (left > 0)
                        NativeBuffer.Copy(parts!.Start + rank * (nint)bytes, (nint)(results[rank].Start + start), left);
                }

                parts!.Dispose();
                padded?.Dispose();
            });
    }
}
