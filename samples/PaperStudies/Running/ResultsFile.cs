using System.Text.Json;
using SimClr.Core.Samples.PaperStudies.Cells;

namespace SimClr.Core.Samples.PaperStudies.Running;

/// <summary>
/// All that is done, one line of JSON each, below a line that names the images. A line is written when its cell is done and never changed.
/// </summary>
internal sealed class ResultsFile
{
    private const string Format = "SimClr.Core paper studies 1";

    private readonly string _path;
    private readonly Dictionary<string, CellResult> _results = [];

    private ResultsFile(string path) => _path = path;

    public IReadOnlyCollection<CellResult> All => _results.Values;

    /// <summary>Opens a file, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fingerprint">Of the images; results of others are refused.</param>
    /// <exception cref="InvalidDataException">The file has results of other images, or is damaged in other places than its end.</exception>
    public static ResultsFile Open(string path, string fingerprint)
    {
        ResultsFile file = new(path);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (lines.Length == 0)
            File.WriteAllText(path, JsonSerializer.Serialize(new Head(Format, fingerprint), StudyJson.Line) + "\n");
        else
            file.Read(lines, fingerprint);
        return file;
    }

    /// <summary>The result of a cell; null where it is not done.</summary>
    public CellResult? Find(Cell cell) => _results.GetValueOrDefault(cell.Id);

    /// <summary>Keeps a result.</summary>
    public void Add(CellResult result)
    {
        // One write of a whole line, on disk before it counts: an interruption leaves at most a torn last line.
        using (FileStream stream = new(_path, FileMode.Append, FileAccess.Write))
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(result, StudyJson.Line));
            stream.WriteByte((byte)'\n');
            stream.Flush(flushToDisk: true);
        }

        _results[result.Id] = result;
    }

    private void Read(string[] lines, string fingerprint)
    {
        Head? head = Parse<Head>(lines[0]);
        if (head?.Format != Format)
            throw new InvalidDataException($"{_path} has no results of the paper studies.");
        if (head.Images != fingerprint)
        {
            throw new InvalidDataException(
                $"{_path} has results of other images: '{head.Images}', where this run has '{fingerprint}'. "
                + "Another --data, --limit or --seed takes other images. Choose another --output.");
        }

        for (int line = 1; line < lines.Length; line++)
        {
            if (Parse<CellResult>(lines[line]) is { } result)
                _results[result.Id] = result;
            else if (line < lines.Length - 1)
                throw new InvalidDataException($"Line {line + 1} of {_path} is damaged. Delete that line: its cell is then done again.");
        }

        if (_results.Count < lines.Length - 1)
            Rewrite(head);
    }

    // Without what an interruption left behind, so that the next line begins where a line begins.
    private void Rewrite(Head head)
    {
        string beside = _path + ".part";
        File.WriteAllLines(beside, [JsonSerializer.Serialize(head, StudyJson.Line), .. All.Select(result => JsonSerializer.Serialize(result, StudyJson.Line))]);
        File.Move(beside, _path, overwrite: true);
    }

    private static T? Parse<T>(string line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, StudyJson.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Head(string Format, string Images);
}
