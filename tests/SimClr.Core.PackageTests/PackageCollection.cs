namespace SimClr.Core.PackageTests;

/// <summary>The tests that share one packed package; they run one after the other.</summary>
[CollectionDefinition(nameof(PackageCollection))]
public sealed class PackageCollection : ICollectionFixture<PackedPackage>;
