namespace SimClr.Core.Tests.Data.Downloads;

/// <summary>What the server answers.</summary>
internal sealed record LoopbackResponse(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    /// <summary>Bytes of the body after which the connection is closed.</summary>
    public int CutAfter { get; init; } = int.MaxValue;

    /// <summary>Whether the server says nothing more after that, without closing the connection.</summary>
    public bool Hangs { get; init; }

    public bool DeclaresLength { get; init; } = true;

    /// <summary>A file as web servers give it: whole, or from where it is asked for if that is the same version.</summary>
    public static LoopbackResponse File(LoopbackRequest request, byte[] file, string tag)
    {
        if (request.Start is not { } start || request.IfRange != tag)
            return new LoopbackResponse(200, file, ("ETag", tag));
        return new LoopbackResponse(206, file[start..], ("ETag", tag), ("Content-Range", $"bytes {start}-{file.Length - 1}/{file.Length}"));
    }
}
