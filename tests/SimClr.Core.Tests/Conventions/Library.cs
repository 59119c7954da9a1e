using System.Reflection;
using SimClr.Core.Data;
using SimClr.Core.Mpi;
using SimClr.Core.Onnx;
using SimClr.Core.Parquet;
using SimClr.Core.Reporting;

namespace SimClr.Core.Tests.Conventions;

/// <summary>The packages' assemblies: to their users one library.</summary>
internal static class Library
{
    /// <summary>SimClr.Core.Images, SimClr.Core.Onnx and SimClr.Core.Parquet, which know no torch, SimClr.Core, SimClr.Core.Mpi and SimClr.Core.Reporting above it.</summary>
    public static Assembly[] Assemblies { get; } =
    [
        typeof(Image).Assembly, typeof(OnnxImageEmbedder).Assembly, typeof(EmbeddingParquet).Assembly, typeof(SimClrBuilder).Assembly, typeof(MpiProgram).Assembly,
        typeof(Figure).Assembly,
    ];

    /// <summary>All types; source generators add some of their own, outside of the library's namespaces.</summary>
    public static IEnumerable<Type> Types => Assemblies.SelectMany(assembly => assembly.GetTypes());

    /// <summary>The public types.</summary>
    public static IEnumerable<Type> ExportedTypes => Assemblies.SelectMany(assembly => assembly.GetExportedTypes());
}
