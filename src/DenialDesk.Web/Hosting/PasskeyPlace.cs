using DenialDesk.App;

namespace DenialDesk.Web.Hosting;

/// <summary>Where passkeys work: they are bound to the domain in the settings, whatever name a request says it came by.</summary>
internal static class PasskeyPlace
{
    /// <summary>Whether a page opened under this host name can use passkeys at all.</summary>
    public static bool Works(DeskOptions options, string host)
        => host.Equals(options.ServerDomain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + options.ServerDomain, StringComparison.OrdinalIgnoreCase);
}
