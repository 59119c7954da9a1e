namespace SimClr.Core.Data.Downloads;

/// <summary>A download broke off; another attempt may do better.</summary>
internal sealed class BrokenDownloadException(string message, Exception? cause = null) : Exception(message, cause);
