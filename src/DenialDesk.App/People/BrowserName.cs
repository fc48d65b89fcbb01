namespace DenialDesk.App.People;

/// <summary>Browser and system in words a person knows again, from what the browser says of itself.</summary>
public static class BrowserName
{
    // In this order: every browser also names those before it in history.
    private static readonly (string Sign, string Name)[] Browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Sign, string Name)[] Systems = [("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>"Firefox on Windows"; "Unknown browser" when it says nothing that is known.</summary>
    public static string Of(string userAgent)
    {
        var browser = Array.Find(Browsers, b => userAgent.Contains(b.Sign, StringComparison.Ordinal)).Name;
        var system = Array.Find(Systems, s => userAgent.Contains(s.Sign, StringComparison.Ordinal)).Name;
        return (browser, system) switch
        {
            (null, null) => "Unknown browser",
            (null, _) => "Unknown browser on " + system,
            (_, null) => browser,
            _ => browser + " on " + system,
        };
    }
}
