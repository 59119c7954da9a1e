using System.ComponentModel;
using System.Diagnostics;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Explore;

/// <summary>The user's own browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address; where there is no browser, says so.</summary>
    public static void Open(Uri address, Session session)
    {
        try
        {
            using Process? started = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception failure) when (failure is Win32Exception or PlatformNotSupportedException)
        {
            session.Say($"No browser could be opened: {failure.Message}");
        }
    }
}
