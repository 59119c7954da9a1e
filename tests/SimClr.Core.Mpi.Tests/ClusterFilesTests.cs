using System.Diagnostics;
using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace SimClr.Core.Mpi.Tests;

/// <summary>The files of docs/distributed for clusters: their form, and that their numbers go together.</summary>
public sealed class ClusterFilesTests
{
    private static readonly string[] SlurmOptions = ["job-name", "nodes", "ntasks-per-node", "cpus-per-task", "time", "signal", "requeue"];

    [Fact]
    public void Manifest_HasAsManyRanksAsItsWorkersHaveSlots()
    {
        YamlNode job = Manifest();
        YamlNode specification = job["spec"], replicas = specification["mpiReplicaSpecs"];
        YamlNode launcher = Container(replicas["Launcher"]), worker = Container(replicas["Worker"]);

        Text(job["apiVersion"]).Should().Be("kubeflow.org/v2beta1");
        Text(job["kind"]).Should().Be("MPIJob");
        Text(replicas["Launcher"]["replicas"]).Should().Be("1");
        string[] arguments = [.. ((YamlSequenceNode)launcher["args"]).Select(Text)];
        int ranks = int.Parse(arguments[Array.IndexOf(arguments, "-n") + 1], null);
        ranks.Should().Be(Number(replicas["Worker"]["replicas"]) * Number(specification["slotsPerWorker"]));
        Text(worker["image"]).Should().Be(Text(launcher["image"]));
        YamlNode threads = ((YamlSequenceNode)launcher["env"])[0];
        arguments.Should().ContainInConsecutiveOrder("-x", Text(threads["name"]));
        Number(threads["value"]).Should().Be(Number(worker["resources"]["limits"]["cpu"]) / Number(specification["slotsPerWorker"]));
    }

    [Fact]
    public void Manifest_MountsOnlyVolumesThatItHas()
    {
        YamlNode worker = Manifest()["spec"]["mpiReplicaSpecs"]["Worker"];

        string[] mounted = [.. ((YamlSequenceNode)Container(worker)["volumeMounts"]).Select(mount => Text(mount["name"]))];

        mounted.Should().BeSubsetOf(((YamlSequenceNode)worker["template"]["spec"]["volumes"]).Select(volume => Text(volume["name"])));
    }

    [Fact]
    public void SlurmScript_OptionsStandBeforeTheFirstCommandAndAreKnown()
    {
        string[] lines = File.ReadAllLines(PathOf("train.sbatch"));
        int firstCommand = Array.FindIndex(lines, line => line.Length > 0 && !line.StartsWith('#'));

        lines[0].Should().Be("#!/bin/bash");
        int[] options = [.. lines.Index().Where(line => line.Item.StartsWith("#SBATCH", StringComparison.Ordinal)).Select(line => line.Index)];

        options.Should().HaveCount(SlurmOptions.Length).And.OnlyContain(index => index < firstCommand, "Slurm reads none after the first command");
        options.Select(index => lines[index]["#SBATCH --".Length..].Split('=')[0]).Should().Equal(SlurmOptions);
        lines.Should().ContainSingle(line => line.StartsWith("srun --mpi=pmix ", StringComparison.Ordinal));
    }

    [UnixFact]
    public void SlurmScript_IsAScriptForBash()
    {
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-n", PathOf("train.sbatch")]) { RedirectStandardError = true })!;

        string errors = bash.StandardError.ReadToEnd();
        bash.WaitForExit();

        errors.Should().BeEmpty();
        bash.ExitCode.Should().Be(0);
    }

    [Fact]
    public void Dockerfile_CopiesFromAStageThatItHas()
    {
        string[] lines = File.ReadAllLines(PathOf("Dockerfile"));

        string[] stages = [.. lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal) && line.Contains(" AS ")).Select(line => line.Split(' ')[^1])];
        string[] sources = [.. lines.Where(line => line.StartsWith("COPY --from=", StringComparison.Ordinal)).Select(line => line.Split(' ')[1].Split('=')[1])];

        sources.Should().NotBeEmpty().And.BeSubsetOf(stages);
        lines.Count(line => line.StartsWith("FROM ", StringComparison.Ordinal)).Should().Be(stages.Length + 1, "the last stage is the image");
    }

    private static YamlNode Manifest()
    {
        YamlStream stream = new();
        using StreamReader reader = new(PathOf("mpijob.yaml"));
        stream.Load(reader);
        return stream.Documents.Should().ContainSingle().Which.RootNode;
    }

    private static YamlNode Container(YamlNode replica) => ((YamlSequenceNode)replica["template"]["spec"]["containers"]).Children.Should().ContainSingle().Subject;

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static int Number(YamlNode node) => int.Parse(Text(node), null);

    private static string PathOf(string name) => Path.Combine(
        typeof(ClusterFilesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "Repository").Value!,
        "docs", "distributed", name);
}
