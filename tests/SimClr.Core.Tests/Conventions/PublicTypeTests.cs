using SimClr.Core.Training;

namespace SimClr.Core.Tests.Conventions;

public sealed class PublicTypeTests
{
    // Classes that users derive from although they are not abstract, each with its reason.
    private static readonly string[] MeantForExtension = [typeof(Trainer).FullName!];

    [Fact]
    public void Classes_OfTheLibrary_AreSealedUnlessMeantForExtension()
        => Open(Library.Types.Where(IsOurs)).Select(type => type.FullName).Should().BeEquivalentTo(MeantForExtension);

    [Fact]
    public void Open_MixedTypes_AreTheUnsealedClasses()
        => Open([typeof(Exception), typeof(string), typeof(Stream), typeof(Math), typeof(int), typeof(IList<int>)])
            .Should().Equal(typeof(Exception));

    private static IEnumerable<Type> Open(IEnumerable<Type> types)
        => types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false });

    // Source generators add types of their own, outside the library's namespace.
    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("SimClr.Core", StringComparison.Ordinal) == true;
}
