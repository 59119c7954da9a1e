using System.Globalization;

namespace SimClr.Core.PackageTests;

/// <summary>What a build says of applications without libtorch, and of platforms for which there is none.</summary>
[Collection(nameof(PackageCollection))]
public sealed class NativeTorchBuildTests(PackedPackage package)
{
    [ApplicationFact]
    public async Task Build_WithoutTorchSharpCpu_WarnsWhereLibTorchIsMissing()
    {
        Dictionary<string, string> warnings = await WarningsAsync(
            nativeTorch: false,
            "",
            "SimClrCheckNativeTorch=false",
            "NoWarn=SIMCLR003",
            "OutputType=Library",
            "IsTestProject=true",
            "OtherPackage=true",
            "OutputType=WinExe",
            "RuntimeIdentifier=linux-x64",
            "RuntimeIdentifier=linux-arm64");

        warnings.Should().Equal(new Dictionary<string, string>
        {
            [""] = "SIMCLR003",
            ["OutputType=WinExe"] = "SIMCLR003",
            ["RuntimeIdentifier=linux-x64"] = "SIMCLR003",
            ["RuntimeIdentifier=linux-arm64"] = "SIMCLR004",
        });
    }

    [ApplicationFact]
    public async Task Build_WithTorchSharpCpu_WarnsOfPlatformsWithoutLibTorch()
    {
        string[] with = ["linux-x64", "win-x64", "osx-arm64"];
        string[] without = ["linux-musl-x64", "linux-arm64", "osx-x64", "win-arm64"];

        Dictionary<string, string> warnings = await WarningsAsync(
            nativeTorch: true, ["", .. with.Concat(without).Select(platform => $"RuntimeIdentifier={platform}")]);

        warnings.Should().Equal(without.ToDictionary(platform => $"RuntimeIdentifier={platform}", _ => "SIMCLR004"));
    }

    [ApplicationFact]
    public async Task Build_PackageReachedThroughALibrary_WarnsOfTheApplicationOnly()
    {
        string folder = package.CreateApplicationFolder("transitive");
        WriteProject("Library", $"""<PackageReference Include="SimClr.Core" Version="{package.Version}" />""");
        WriteProject("Application", """<ProjectReference Include="../Library/Library.csproj" />""", "<OutputType>Exe</OutputType>");

        await DotNet.RunAsync(folder, "restore", "Application");
        string output = await DotNet.RunAsync(folder, "msbuild", "Application", "-t:ResolveReferences", "-v:minimal", "-tl:off");

        output.Split("warning SIMCLR003: ").Should().HaveCount(2)
            .And.Contain(text => text.StartsWith("Application has no native libtorch"));

        void WriteProject(string name, string reference, string property = "")
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            File.WriteAllText(Path.Combine(folder, name, $"{name}.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>{Settings.TargetFramework}</TargetFramework>
                    {property}
                  </PropertyGroup>
                  <ItemGroup>
                    {reference}
                  </ItemGroup>
                </Project>
                """);
        }
    }

    /// <summary>
    /// The warning for each set of properties that gives one. Packages' files are resolved, which is when the check is made; nothing is
    /// compiled.
    /// </summary>
    private async Task<Dictionary<string, string>> WarningsAsync(bool nativeTorch, params string[] cases)
    {
        Application application = new(package, $"check-{nativeTorch}", "Console.WriteLine();", nativeTorch: nativeTorch);
        application.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <RuntimeIdentifiers>linux-x64;linux-arm64;linux-musl-x64;win-x64;win-arm64;osx-x64;osx-arm64</RuntimeIdentifiers>
                <EnableAppHostPackDownload>false</EnableAppHostPackDownload>
                <EnableRuntimePackDownload>false</EnableRuntimePackDownload>
              </PropertyGroup>
            </Project>
            """);
        // CUDA packages bring the same file under another package's name.
        application.Write("Directory.Build.targets", """
            <Project>
              <Target Name="AddOtherPackage" BeforeTargets="SimClrCheckNativeTorch" Condition="'$(OtherPackage)' == 'true'">
                <ItemGroup>
                  <NativeCopyLocalItems Include="other/runtimes/linux-x64/native/libtorch_cpu.so" />
                </ItemGroup>
              </Target>
            </Project>
            """);
        application.Write("Cases.proj", $"""
            <Project>
              <ItemGroup>
                {string.Concat(cases.Select((properties, i) => $"""<Case Include="{i}" Properties="Case={i};{properties}" />"""))}
              </ItemGroup>
              <Target Name="Check" Outputs="%(Case.Identity)">
                <Message Text="case %(Case.Identity)" Importance="high" />
                <MSBuild Projects="Application.csproj" Targets="ResolvePackageAssets" Properties="%(Case.Properties)" />
              </Target>
            </Project>
            """);

        await application.DotNetAsync("restore", "Application.csproj");
        string output = await application.DotNetAsync("msbuild", "Cases.proj", "-t:Check", "-m:1", "-v:minimal", "-tl:off");

        return FindWarnings(output).ToDictionary(found => cases[found.Case], found => found.Code);
    }

    private static IEnumerable<(int Case, string Code)> FindWarnings(string output)
    {
        int current = -1;
        foreach (string line in output.Split(Environment.NewLine).Select(line => line.Trim()))
        {
            if (line.StartsWith("case ", StringComparison.Ordinal))
                current = int.Parse(line["case ".Length..], CultureInfo.InvariantCulture);
            else if (line.Split(": warning ") is [_, string warning])
                yield return (current, warning.Split(':')[0]);
        }
    }
}
