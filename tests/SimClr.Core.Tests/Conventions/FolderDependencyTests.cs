using System.Reflection;
using NetArchTest.Rules;

namespace SimClr.Core.Tests.Conventions;

/// <summary>Who may know whom: the table that the design states in words.</summary>
public sealed class FolderDependencyTests
{
    private const string Root = "SimClr.Core";
    private const string Collective = "Distributed.ICollective";

    // They know nobody, each other included.
    private static readonly string[] Leaves = ["Tensors", "Files", "Randomness", "Numerics", "Validation"];

    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Data"] = [],
        ["Augmentation"] = ["Data"],
        ["Loading"] = ["Data", "Augmentation"],
        ["Embeddings"] = ["Data", "Augmentation", "Loading"],
        ["Onnx"] = ["Data", "Augmentation", "Loading", "Embeddings"],
        ["Parquet"] = ["Data", "Embeddings"],
        ["Models"] = [Collective],
        ["Losses"] = [Collective],
        ["Optimization"] = [],
        ["Distributed"] = [],
        ["Mpi"] = ["Distributed"],
    };

    // Users of the rooms may know each other.
    private static readonly string[] Users = ["Training", "Evaluation", "Interop"];

    // They know the users, too, which do not know them; only the builder is above them.
    private static readonly string[] UsersOfUsers = ["FineTuning", "Distillation", "Curation"];

    // The package above all of them.
    private const string Top = "Reporting";

    // The builder is the root, where the calls for each part are too, and this room, which is its own.
    private const string Builder = "Building";

    public static TheoryData<string> Folders => [.. Leaves, .. Rooms.Keys, .. Users, .. UsersOfUsers, Top];

    [Fact]
    public void Folders_OfTheLibrary_AreAllInTheTable()
        => LibraryTypes().Select(Folder).Where(folder => folder.Length > 0).Should().BeSubsetOf([.. Leaves, .. Rooms.Keys, .. Users, .. UsersOfUsers, Top, Builder]);

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_Types_KnowOnlyWhatTheyMay(string folder)
        => Violations(folder, Allowed(folder)).Should().BeEmpty($"{folder} may know {string.Join(", ", Allowed(folder))} only");

    [Fact]
    public void Types_OfTheBuildersRoom_AreItsOwn()
        => LibraryTypes().Where(type => Folder(type) == Builder).Should().NotBeEmpty().And.OnlyContain(type => type.IsNotPublic);

    [Fact]
    public void Extensions_OfTheBuilder_AreCallsOnIt()
        => LibraryTypes().Where(type => type.Name.EndsWith("BuilderExtensions", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)).Should().NotBeEmpty().And.OnlyContain(
                method => method.ReturnType == typeof(SimClrBuilder) && method.GetParameters()[0].ParameterType == typeof(SimClrBuilder));

    [Fact]
    public void Violations_OfAForbiddenFolder_AreFound()
    {
        Violations("Augmentation", Leaves).Should().Contain("SimClr.Core.Augmentation.View", "it refers to Data.Image in a property");
        Violations("Training", [.. Leaves, .. Rooms.Keys.Except(["Losses"]), "Training"]).Should().NotBeEmpty();
        Violations("Data", []).Should().NotBeEmpty("Data draws from Randomness");
        Violations("FineTuning", [.. Leaves, .. Rooms.Keys, "Evaluation", "Interop"]).Should().NotBeEmpty("it trains");
        Violations(Builder, Allowed("Training")).Should().Contain(name => name.EndsWith(".PipelineDraft"), "it knows the root's contexts");
    }

    private static string[] Allowed(string folder)
    {
        if (Leaves.Contains(folder))
            return [folder];
        if (folder == Top)
            return [.. Leaves, .. Rooms.Keys, .. Users, .. UsersOfUsers];
        return Rooms.TryGetValue(folder, out string[]? known) ? [.. Leaves, .. known] : [.. Leaves, .. Rooms.Keys, .. Users];
    }

    private static string[] Violations(string folder, string[] allowed)
    {
        IEnumerable<Type> forbidden = LibraryTypes().Where(type => Folder(type) != folder && !allowed.Any(name => IsPartOf(type, name)));
        TestResult result = Types.InAssemblies(Library.Assemblies)
            .That().ResideInNamespace($"{Root}.{folder}")
            .ShouldNot().HaveDependencyOnAny([.. forbidden.Select(type => type.FullName!)])
            .GetResult();
        // To the search, a type of the root whose name begins with the folder's is in it.
        return [.. (result.FailingTypeNames ?? []).Where(name => name.StartsWith($"{Root}.{folder}.", StringComparison.Ordinal))];
    }

    private static IEnumerable<Type> LibraryTypes()
        => Library.Types.Where(type => !type.IsNested && $"{type.Namespace}.".StartsWith(Root + ".", StringComparison.Ordinal));

    private static string Folder(Type type) => type.Namespace!.Split('.').Skip(2).FirstOrDefault("");

    private static bool IsPartOf(Type type, string name) => $"{type.FullName}.".StartsWith($"{Root}.{name}.", StringComparison.Ordinal);
}
