using System.CommandLine;
using SimClr.Core.Interop.Onnx;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr export CHECKPOINT</c>: a trained network for other programs.</summary>
internal sealed class ExportCommand : Command
{
    private readonly Argument<string> _checkpoint = new("CHECKPOINT")
    {
        Description = "a checkpoint, or a folder of checkpoints, of which the newest is taken",
    };

    private readonly Option<string> _output = new("--output")
    {
        HelpName = "FILE",
        Description = "the file to write",
        DefaultValueFactory = _ => "encoder.onnx",
    };

    private readonly Option<bool> _normalize = new("--normalize") { Description = "vectors of length 1" };

    private readonly Option<bool> _json = new("--json") { Description = "write the result as JSON" };

    public ExportCommand()
        : base("export", "Writes a trained network as an ONNX file, with everything that a program needs to know about its pictures.")
    {
        Add(_checkpoint);
        Add(_output);
        Add(_normalize);
        Add(_json);
        SetAction((arguments, token) => Task.FromResult(Run(arguments, token)));
    }

    private int Run(ParseResult arguments, CancellationToken token)
    {
        Session session = new(arguments.InvocationConfiguration, arguments.GetValue(_json), token);
        string checkpoint = arguments.GetRequiredValue(_checkpoint), path = Path.GetFullPath(arguments.GetRequiredValue(_output));
        bool normalize = arguments.GetValue(_normalize);
        if (!Path.Exists(checkpoint))
            throw new ToolException($"Expected a checkpoint of simclr pretrain, or a folder of them, but there is no '{Path.GetFullPath(checkpoint)}'.");
        OnnxExporter.Convert(checkpoint, path, options => options.Normalize = normalize);
        return session.Finish([], new { Checkpoint = checkpoint, Bytes = new FileInfo(path).Length, Normalized = normalize }, path);
    }
}
