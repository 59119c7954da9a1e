using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SimClr.Core.SampleTests.Documentation;

/// <summary>Compiles a program as a project does that references our packages and TorchSharp-cpu, and nothing else but a host or a vector store.</summary>
internal static class ProgramCompiler
{
    // What the .NET SDK adds to a project with ImplicitUsings.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // What the .NET SDK switches off in every project: libraries built for an older framework version.
    private static readonly KeyValuePair<string, ReportDiagnostic>[] SilentBySdk =
        [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)];

    // Our packages and what they depend on.
    private static readonly string[] Packages =
    [
        "SimClr.Core", "SimClr.Core.Images", "SimClr.Core.Onnx", "SimClr.Core.Parquet", "SimClr.Core.Mpi", "SimClr.Core.Reporting", "Microsoft.Extensions.AI.Abstractions", "Microsoft.ML.OnnxRuntime",
        "TorchSharp", "SkiaSharp", "System.Numerics.Tensors", "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Primitives", "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.Configuration.Binder",
    ];

    // What a program that uses the generic host, a vector store or the container of Microsoft.Extensions.AI references besides.
    private static readonly string[] Extensions =
        ["using Microsoft.Extensions.Hosting;", "using Microsoft.Extensions.VectorData;", "AddEmbeddingGenerator"];

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly Lazy<MetadataReference[]> References = new(() => ReferencesTo(Packages.Contains));

    private static readonly Lazy<MetadataReference[]> ExtensionReferences = new(
        () => ReferencesTo(name => Packages.Contains(name) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)));

    /// <summary>Compiles.</summary>
    /// <param name="program">The program; statements make it an executable, types alone a library.</param>
    /// <param name="problems">Errors and warnings, each with page and line.</param>
    /// <returns>The assembly, or null if there are errors.</returns>
    public static byte[]? Compile(DocumentedProgram program, out string[] problems)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(program.Source, Parsing);
        bool isExecutable = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        CSharpCompilationOptions options = new(
            isExecutable ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            specificDiagnosticOptions: SilentBySdk,
            nullableContextOptions: NullableContextOptions.Enable);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Documented",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, Parsing), tree],
            (Extensions.Any(program.Source.Contains) ? ExtensionReferences : References).Value,
            options);
        using MemoryStream assembly = new();
        bool compiled = compilation.Emit(assembly).Success;
        problems = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(Text)];
        return compiled ? assembly.ToArray() : null;
    }

    private static string Text(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetMappedLineSpan();
        string message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        return $"{place.Path}({place.StartLinePosition.Line + 1}): {diagnostic.Id}: {message}";
    }

    private static MetadataReference[] ReferencesTo(Func<string, bool> isReferenced)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] all = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return
        [
            .. all.Where(path => Path.GetDirectoryName(path) == framework || isReferenced(Path.GetFileNameWithoutExtension(path)))
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
