using System.Reflection;
using System.Xml.Linq;
using Microsoft.Extensions.Options;
using NetArchTest.Rules;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Onnx;
using SimClr.Core.Parquet;

namespace SimClr.Core.Tests.Conventions;

public sealed class LibraryDependencyTests
{
    [Theory]
    [InlineData(typeof(Image))]
    [InlineData(typeof(OnnxImageEmbedder))]
    [InlineData(typeof(EmbeddingParquet))]
    public void Package_WithoutTorch_KnowsNothingOfTorchSharp(Type type)
        => type.Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name)
            .Should().Contain("System.Runtime").And.NotContain(["TorchSharp", "SimClr.Core"]);

    [Fact]
    public void Loading_OfViews_KnowsTorchSharpOnlyWhereATensorIsMade()
        => Users(Library.Assemblies, "TorchSharp", "SimClr.Core.Loading").Should().Equal(typeof(TrainingBatch).FullName);

    [Fact]
    public void Users_OfTorchSharp_AreFound()
        => Users(Library.Assemblies, "TorchSharp", "SimClr.Core.Models").Should().Contain(typeof(Encoder).FullName);

    [Theory]
    [InlineData(typeof(IOptions<>))]
    [InlineData(typeof(IOptionsSnapshot<>))]
    [InlineData(typeof(IOptionsMonitor<>))]
    public void OptionsAccessors_InTheLibrary_AppearOnlyInServiceExtensions(Type accessor)
        => Users(Library.Assemblies, accessor.FullName!, "SimClr.Core").Where(name => !name.Contains("ServiceCollectionExtensions"))
            .Should().BeEmpty();

    [Fact]
    public void Users_OfOptionsAccessors_AreFound()
        => Users([typeof(OptionsReader).Assembly], typeof(IOptions<>).FullName!, "SimClr.Core.Tests.Conventions")
            .Should().Contain(name => name.EndsWith(nameof(OptionsReader)));

    [Fact]
    public void Project_References_NameNoNativeTorch()
    {
        XDocument project = XDocument.Load(Path.Combine(SourceFiles.Repository, "src", "SimClr.Core", "SimClr.Core.csproj"));
        string[] packages = [.. project.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value)];

        packages.Should().Contain("TorchSharp");
        packages.Should().NotContain(package => package.StartsWith("TorchSharp-") || package.StartsWith("libtorch"));
    }

    private static string[] Users(Assembly[] assemblies, string dependency, string folder)
    {
        TestResult result = Types.InAssemblies(assemblies).That().ResideInNamespace(folder).ShouldNot().HaveDependencyOn(dependency)
            .GetResult();
        return [.. result.FailingTypeNames ?? []];
    }

    private sealed class OptionsReader(IOptions<object> options)
    {
        public object Value => options.Value;
    }
}
