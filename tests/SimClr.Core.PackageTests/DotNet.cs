using System.Diagnostics;

namespace SimClr.Core.PackageTests;

/// <summary>Runs the dotnet command.</summary>
internal static class DotNet
{
    /// <summary>If a folder has a folder of this name, commands that run in it keep their data there.</summary>
    public const string DataFolder = ".data";

    /// <summary>Runs to the end and returns what was printed.</summary>
    /// <exception cref="InvalidOperationException">
    /// The exit code is not 0 or the time limit is over; the message has all output.
    /// </exception>
    public static Task<string> RunAsync(string folder, params string[] arguments) => RunProgramAsync("dotnet", folder, arguments);

    /// <summary>Runs another program in the same way.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task<string> RunProgramAsync(string program, string folder, string[] arguments)
    {
        using RunningProgram running = Start(program, folder, arguments);
        int code = await running.WaitAsync();
        return code == 0 ? running.Output : throw running.Failure($"ended with {code}");
    }

    /// <summary>Starts a program and leaves it running.</summary>
    public static RunningProgram Start(string program, string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder };
        // The build that runs these tests must not leak into the builds that they run, and no server may outlive them.
        foreach (string name in start.Environment.Keys.ToArray())
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                start.Environment.Remove(name);
        // On Unix the command keeps the outputs of file-based programs there, and a single file what it unpacks: they go with the folder.
        if (Path.Combine(folder, DataFolder) is { } data && Directory.Exists(data))
            (start.Environment["XDG_DATA_HOME"], start.Environment["DOTNET_BUNDLE_EXTRACT_BASE_DIR"]) = (data, data);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return new RunningProgram(start);
    }
}
