using TorchSharp;

namespace SimClr.Core.Numerics;

/// <summary>Numbers for libtorch's operators that live until the operator has read them.</summary>
/// <remarks>
/// <para>
/// <c>tensor * 0.5</c> makes a <see cref="Scalar"/> whose handle TorchSharp passes on and whose object nothing holds from then on. When the
/// collector runs in that moment on another thread, one that decodes images, say, the finalizer frees the number before libtorch reads it:
/// the operator throws ("Unknown scalar type") or takes what lies there instead. <c>a + b</c> has such a number, too, its factor of 1.
/// Measured: about one in 8,000 collections that meet operator upon operator. So the library gives every operator its number from here;
/// a test reads the compiled code for others.
/// </para>
/// <para>A number is to be passed on at once: it is disposed when the same thread has asked for <see cref="Kept"/> more.</para>
/// </remarks>
internal static class Scalars
{
    // No operator takes more than three.
    private const int Kept = 16;

    [ThreadStatic]
    private static Scalar?[]? _latest;

    [ThreadStatic]
    private static int _next;

    /// <summary>1, the factor of a plain sum.</summary>
    public static Scalar One { get; } = 1L.ToScalar();

    public static Scalar Of(double value) => Keep(value.ToScalar());

    public static Scalar Of(long value) => Keep(value.ToScalar());

    public static Scalar Of(bool value) => Keep(value.ToScalar());

    private static Scalar Keep(Scalar number)
    {
        _latest ??= new Scalar?[Kept];
        _latest[_next]?.Dispose();
        _latest[_next] = number;
        _next = (_next + 1) % Kept;
        return number;
    }
}
