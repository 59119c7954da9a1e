using System.Text.Json;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Files;
using SimClr.Core.Interop;
using SimClr.Tool.Collections;

namespace SimClr.Tool.Explore.Work;

/// <summary>The map and the findings of a workspace, made once for the same vectors.</summary>
internal sealed class KeptResults(Workspace workspace, string vectors)
{
    private string MapFile => workspace.In("explore.map.safetensors");

    private string MapStamp => workspace.In("explore.map.txt");

    private string FindingsFile => workspace.In("explore.issues.json");

    /// <summary>Null if there is none of these vectors, or one that is damaged: it can be made again.</summary>
    public EmbeddingMap? Map()
    {
        try
        {
            return File.Exists(MapStamp) && File.ReadAllText(MapStamp) == vectors ? EmbeddingMap.Load(MapFile) : null;
        }
        catch (Exception damage) when (damage is SafeTensorsException or IOException)
        {
            return null;
        }
    }

    public void Keep(EmbeddingMap map)
    {
        File.Delete(MapStamp);
        map.Save(MapFile);
        AtomicFile.Write(MapStamp, stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(vectors)));
    }

    /// <inheritdoc cref="Map"/>
    public Findings? Findings()
    {
        try
        {
            using FileStream file = File.OpenRead(FindingsFile);
            Findings? findings = JsonSerializer.Deserialize<Findings>(file);
            return findings?.Vectors == vectors ? findings : null;
        }
        catch (Exception damage) when (damage is JsonException or IOException)
        {
            return null;
        }
    }

    public void Keep(Findings findings) => AtomicFile.Write(FindingsFile, stream => JsonSerializer.Serialize(stream, findings));
}
