namespace SimClrService;

/// <summary>The section Pretraining of appsettings.json.</summary>
internal sealed class PretrainingOptions
{
    /// <summary>The folder of pictures.</summary>
    public string Pictures { get; set; } = "pictures";

    /// <summary>Where the trained encoder is written.</summary>
    public string Weights { get; set; } = "encoder.safetensors";
}
