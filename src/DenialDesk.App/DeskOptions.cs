using Microsoft.Extensions.Configuration;

namespace DenialDesk.App;

/// <summary>Every setting of the desk, read once at the start and refused with a sentence when it makes no sense.</summary>
public sealed record DeskOptions
{
    /// <summary>Folder for the private database, the key ring's key, set-up code and watched folder (DENIALDESK_DATA).</summary>
    public required string DataFolder { get; init; }

    /// <summary>The database; null means the desk starts its own (ConnectionStrings__DenialDesk).</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The folder files are picked up from (DENIALDESK_WATCH); by default "watch" in the data folder.</summary>
    public required string WatchedFolder { get; init; }

    /// <summary>Where log files go (DENIALDESK_LOGS); by default "logs" in the data folder.</summary>
    public required string LogFolder { get; init; }

    /// <summary>Addresses of reverse proxies whose word on scheme and host is taken (DENIALDESK_PROXIES, separated by commas); this machine always is.</summary>
    public IReadOnlyList<System.Net.IPAddress> Proxies { get; init; } = [];

    /// <summary>How often an open page checks that its user may still be here, in seconds (Auth:RevalidateSeconds, default 3).</summary>
    public int RevalidateSeconds { get; init; } = 3;

    /// <summary>How long a sign-in lasts (Auth:IdleMinutes, Auth:SessionHours).</summary>
    public People.SessionLimits Sessions { get; init; } = People.SessionLimits.Default;

    /// <summary>The domain that passkeys are bound to (Auth:ServerDomain, default localhost); never taken from what a request says.</summary>
    public string ServerDomain { get; init; } = "localhost";

    /// <summary>The folder that invitations are written to besides, for a mail program to send (DENIALDESK_OUTBOX); null writes none.</summary>
    public string? OutboxFolder { get; init; }

    /// <summary>The folder that corrected claims are put into for the clearinghouse's transfer program (DENIALDESK_CLAIMS); null: people download them.</summary>
    public string? ClaimFolder { get; init; }

    /// <summary>The desk's own address for links that leave it (DENIALDESK_ADDRESS, by default http://localhost:5000), without a slash at the end.</summary>
    public string Address { get; init; } = "http://localhost:5000";

    /// <summary>How many requests a minute the HTTP API answers to one address (Api:RequestsPerMinute, default 240).</summary>
    public int ApiRequestsPerMinute { get; init; } = 240;

    /// <summary>How much an archive may hold (Archives:MaxEntries, MaxRatio, MaxTotalMegabytes, MaxDepth).</summary>
    public Intake.ArchiveLimits Archives { get; init; } = Intake.ArchiveLimits.Default;

    /// <summary>What the self-audit goes by (Audit:SilentDays).</summary>
    public Audit.AuditSettings Audit { get; init; } = App.Audit.AuditSettings.Default;

    /// <summary>How changes of payers' windows come into force (Windows:SecondAdmin, default false).</summary>
    public Payers.WindowSettings Windows { get; init; } = Payers.WindowSettings.Default;

    /// <summary>Where drafts of appeal letters may be asked for (Drafting:Address, Model, Key); nowhere unless it is set.</summary>
    public App.Appeals.DraftingSettings Drafting { get; init; } = App.Appeals.DraftingSettings.Off;

    /// <summary>Who approves letters (Appeals:SecondPerson; by default a second person wherever there are two who may).</summary>
    public Appeals.AppealSettings Appeals { get; init; } = App.Appeals.AppealSettings.Default;

    /// <summary>Where mail about reports goes (Mail:Host, Port, From, User, Password, Tls); nowhere unless it is set, or an outbox folder is.</summary>
    public Reports.MailSettings Mail { get; init; } = Reports.MailSettings.None;

    /// <summary>Tries to sign in that one address has a minute, right or wrong (Auth:TriesPerMinute, default 30): an office shares one address, a guessing program is slow.</summary>
    public int TriesPerMinute { get; init; } = 30;

    /// <summary>The file with the key that locks backups and signs their manifests (DENIALDESK_BACKUP_KEY); null: they lie open.</summary>
    public string? BackupKeyFile { get; init; }

    /// <summary>Whether the restore is drilled every night (Backups:NightlyDrill, default true).</summary>
    public bool NightlyDrill { get; init; } = true;

    /// <summary>Reads the settings; throws with a sentence when one is wrong.</summary>
    public static DeskOptions From(IConfiguration configuration)
    {
        var data = Path.GetFullPath(configuration["DENIALDESK_DATA"] is { Length: > 0 } folder ? folder : "denialdesk-data");
        var seconds = Whole(configuration, "Auth:RevalidateSeconds", 3, 3600);
        return new()
        {
            DataFolder = data,
            ConnectionString = configuration["ConnectionStrings:DenialDesk"] is { Length: > 0 } connection ? connection : null,
            WatchedFolder = Path.GetFullPath(configuration["DENIALDESK_WATCH"] is { Length: > 0 } watch ? watch : Path.Combine(data, "watch")),
            LogFolder = Path.GetFullPath(configuration["DENIALDESK_LOGS"] is { Length: > 0 } logs ? logs : Path.Combine(data, "logs")),
            RevalidateSeconds = seconds,
            OutboxFolder = configuration["DENIALDESK_OUTBOX"] is { Length: > 0 } outbox ? Path.GetFullPath(outbox) : null,
            ClaimFolder = configuration["DENIALDESK_CLAIMS"] is { Length: > 0 } claims ? Path.GetFullPath(claims) : null,
            Address = OwnAddress(configuration["DENIALDESK_ADDRESS"]),
            ServerDomain = Domain(configuration["Auth:ServerDomain"]),
            Sessions = People.SessionLimits.From(configuration),
            ApiRequestsPerMinute = Whole(configuration, "Api:RequestsPerMinute", 240, 100_000),
            Archives = Intake.ArchiveLimits.From(configuration),
            Audit = App.Audit.AuditSettings.From(configuration),
            Windows = Payers.WindowSettings.From(configuration),
            Drafting = App.Appeals.DraftingSettings.From(configuration),
            Appeals = App.Appeals.AppealSettings.From(configuration),
            Mail = Reports.MailSettings.Read(configuration),
            BackupKeyFile = configuration["DENIALDESK_BACKUP_KEY"] is { Length: > 0 } backupKey ? backupKey : null,
            NightlyDrill = YesOrNo(configuration, "Backups:NightlyDrill", unset: true),
            TriesPerMinute = Whole(configuration, "Auth:TriesPerMinute", 30, 10_000),
            Proxies = [.. (configuration["DENIALDESK_PROXIES"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseProxy)],
        };
    }

    private static System.Net.IPAddress ParseProxy(string text)
        => System.Net.IPAddress.TryParse(text, out var address)
            ? address
            : throw new InvalidOperationException($"DENIALDESK_PROXIES holds '{text}', which is not an IP address.");

    private static string OwnAddress(string? text)
        => text is not { Length: > 0 } ? "http://localhost:5000"
            : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? text.TrimEnd('/')
            : throw new InvalidOperationException("DENIALDESK_ADDRESS must be an address such as https://desk.example.org.");

    private static string Domain(string? text)
        => text is not { Length: > 0 } ? "localhost"
            : Uri.CheckHostName(text) == UriHostNameType.Dns ? text.ToLowerInvariant()
            : throw new InvalidOperationException("Auth:ServerDomain must be a host name such as desk.example.org, without https:// and without a port.");

    private static bool YesOrNo(IConfiguration configuration, string name, bool unset)
        => configuration[name] is not { Length: > 0 } text ? unset : bool.TryParse(text, out var value) ? value : throw new InvalidOperationException($"{name} must be true or false.");

    private static int Whole(IConfiguration configuration, string name, int unset, int most)
        => configuration[name] is not { Length: > 0 } text ? unset
            : int.TryParse(text, out var number) && number >= 1 && number <= most ? number
            : throw new InvalidOperationException($"{name} must be a whole number from 1 to {most}.");
}
