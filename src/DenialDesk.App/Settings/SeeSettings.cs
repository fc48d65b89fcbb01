using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Documents;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Corrections;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using DenialDesk.Domain.Priority;
using DenialDesk.Domain.Routing;
using DenialDesk.Domain.WriteOffs;
using Npgsql;

namespace DenialDesk.App.Settings;

/// <summary>One setting of the desk.</summary>
/// <param name="Group">What it is about.</param>
/// <param name="Name">What it is called.</param>
/// <param name="What">What it does, in a sentence.</param>
/// <param name="Default">What it is when nobody says anything.</param>
/// <param name="Now">What it is.</param>
/// <param name="Where">The page it is changed on, or the environment variable it is read from at the start.</param>
public sealed record SettingRow(string Group, string Name, string What, string Default, string Now, string Where);

/// <summary>Lists every setting of the desk with what it does, its default, its value, and where it is changed. Secrets are told as set or not set.</summary>
public sealed class SeeSettings(DeskSource database, DeskOptions options, TimeProvider clock)
{
    private const string Start = "At the start";

    /// <summary>The list.</summary>
    public async Task<IReadOnlyList<SettingRow>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var policy = await SettingDocument.InForceAsync<WriteOffPolicy>(connection, null, SeeWriteOffPolicy.Name, today, cancellation) ?? WriteOffPolicy.Shipped;
        var causes = await SettingDocument.InForceAsync<RootCauseMap>(connection, null, SeeRootCauses.Name, today, cancellation) ?? RootCauseMap.Shipped;
        var documents = await SettingDocument.InForceAsync<DocumentRules>(connection, null, RequiredDocuments.Setting, today, cancellation) ?? DocumentRules.Shipped;
        var checklist = await SettingDocument.InForceAsync<CorrectionChecklist>(connection, null, Corrections.DenialChecklist.Name, today, cancellation) ?? CorrectionChecklist.Shipped;
        var odds = await SettingDocument.InForceAsync<PriorityStandards>(connection, null, OddsBook.Name, today, cancellation);
        return [.. Pages(policy, causes, documents, checklist, odds, await CountsAsync(connection, cancellation)), .. AtStart()];
    }

    private static IEnumerable<SettingRow> Pages(WriteOffPolicy policy, RootCauseMap causes, DocumentRules documents, CorrectionChecklist checklist, PriorityStandards? odds, Counts counts) =>
    [
        new("Work", "Routing rules", "Send denials to people, teams and skills within each one's capacity.", "none: everybody takes from the top", $"{counts.Rules} rules in force", "/routing"),
        new("Work", "Capacity and work calendars", "How many denials a person can have at hand on a working day, and when they are off.", $"{WorkCalendar.Default.Capacity} a day, Monday to Friday", $"{counts.Profiles} people have their own", "/routing"),
        new("Work", "Root causes", "Say for each kind of denial which department and which step let it in.", $"{RootCauseMap.Shipped.Lines.Count} lines", $"{causes.Lines.Count} lines, {causes.Departments.Count} departments", "/settings/root-causes"),
        new("Work", "Write-off limit of a biller", "From this amount on a biller needs a lead or a manager.", Money(WriteOffPolicy.Shipped.BillerLimit), Money(policy.BillerLimit), "/settings/write-offs"),
        new("Work", "Write-off limit of a lead", "From this amount on a lead needs a manager.", Money(WriteOffPolicy.Shipped.LeadLimit), policy.LeadLimit is { } lead ? Money(lead) : "as a biller", "/settings/write-offs"),
        new("Work", "Write-off limit of a manager", "From this amount on a manager needs an admin.", Money(WriteOffPolicy.Shipped.ManagerLimit), Money(policy.ManagerLimit), "/settings/write-offs"),
        new("Work", "Starting odds and minutes", "What the ranking assumes of each kind of denial before it has learned anything.", $"{PriorityStandards.Shipped.Categories.Count} categories, assumed", odds is null ? "as shipped" : "changed", "/settings/odds"),
        new("Work", "Share of the due-now lane", "How much of a day denials close to their last day may lead with though they are worth less than an hour.", "10%", "by practice, with its price", "/calibration"),
        new("Work", "Write-off reasons", "The reasons that are offered, and whether such a loss counts as avoidable.", $"{WriteOffPolicy.Shipped.Reasons.Count} in use", $"{policy.Reasons.Count(r => r.Active)} in use", "/settings/write-offs"),
        new("Work", "Required documents", "What each kind of denial needs before something is sent, and how long departments have for it.", $"{DocumentRules.Shipped.Lines.Count} lines", $"{documents.Lines.Count} lines, {documents.RequestDays} business days", "/settings/documents"),
        new("Work", "Correction checklist", "What is checked before a corrected claim of a category is sent.", $"{CorrectionChecklist.Shipped.Items.Count} items", $"{checklist.Items.Count} items", "/settings/checklists"),
        new("Work", "Zones of the numbers", "Where a number is on target and where it is red, and the day on which a month is frozen.", $"{Domain.Numbers.NumberZones.Shipped.Boundaries.Count} numbers, frozen on day 3", "versions on the page", "/settings/number-zones"),
        new("Work", "Letter templates", "The texts letters are written from, by payer, category and step.", "8 texts", $"{counts.Letters} in use", "/settings/letters"),
        new("Rules", "Windows of payers", "How many days each step has; every deadline is counted by them.", "shipped windows, else a careful default", $"{counts.Windows} own windows in force", "/payers"),
        new("Rules", "Codes", "What each reason and remark code means; a change is tried on posted files first.", "shipped lists", $"{counts.CodeRules} own rules in force", "/codes"),
        new("Practices", "Time zone, state, team minutes", "When a practice's day begins, which state's windows fit it, and what an hour of its team is worth.", "Eastern, no state, 960 minutes", $"{counts.Practices} {(counts.Practices == 1 ? "practice" : "practices")}", "/practices"),
        new("Practices", "Closed days", "Days an office is closed by its own choice: they move the day to start by earlier, never a payer's deadline.", "none", $"{counts.Closed} {(counts.Closed == 1 ? "day" : "days")}", "/practices"),
    ];

    private IEnumerable<SettingRow> AtStart() =>
    [
        new(Start, "Data folder", "Holds the private database, keys, the set-up code and the watched folder.", "denialdesk-data", options.DataFolder, "DENIALDESK_DATA"),
        new(Start, "Database", "A PostgreSQL of your own; without one the desk starts its own in the data folder.", "its own", options.ConnectionString is null ? "its own" : "set (not shown)", "ConnectionStrings__DenialDesk"),
        new(Start, "Watched folder", "Files put there are taken in.", "watch in the data folder", options.WatchedFolder, "DENIALDESK_WATCH"),
        new(Start, "Claims folder", "Corrected claims are put there for the clearinghouse's transfer program; without one people download them.", "none", options.ClaimFolder ?? "none", "DENIALDESK_CLAIMS"),
        new(Start, "Backup key", "Locks backups and signs their manifests; without one a dump lies open.", "none", options.BackupKeyFile ?? "none", "DENIALDESK_BACKUP_KEY"),
        new(Start, "Log folder", "Where log files go.", "logs in the data folder", options.LogFolder, "DENIALDESK_LOGS"),
        new(Start, "Proxies", "Reverse proxies whose word on scheme and host is taken.", "this machine only", options.Proxies.Count == 0 ? "this machine only" : string.Join(", ", options.Proxies), "DENIALDESK_PROXIES"),
        new(Start, "Check of open pages", "How often an open page checks that its user may still be here, in seconds.", "3", Number(options.RevalidateSeconds), "Auth__RevalidateSeconds"),
        new(Start, "Idle sign-in", "Minutes without a key, a click or a page after which a sign-in ends.", "15", Number((int)options.Sessions.Idle.TotalMinutes), "Auth__IdleMinutes"),
        new(Start, "Longest sign-in", "Hours after which a sign-in ends, whatever is done.", "12", Number((int)options.Sessions.Longest.TotalHours), "Auth__SessionHours"),
        new(Start, "Fresh proof", "Minutes after which exports and changes of people, roles and keys ask again for the password, a code or a passkey.", "5", Number((int)options.Sessions.Fresh.TotalMinutes), "Auth__FreshMinutes"),
        new(Start, "Tries to sign in", "Tries one address has a minute, right or wrong.", "30", Number(options.TriesPerMinute), "Auth__TriesPerMinute"),
        new(Start, "Requests of the API", "Requests a minute the HTTP API answers to one address.", "240", Number(options.ApiRequestsPerMinute), "Api__RequestsPerMinute"),
        new(Start, "Files in an archive", "How many files an archive may hold.", Number(Intake.ArchiveLimits.Default.MaxEntries), Number(options.Archives.MaxEntries), "Archives__MaxEntries"),
        new(Start, "Archives inside archives", "How deep archives may lie inside archives.", Number(Intake.ArchiveLimits.Default.MaxDepth), Number(options.Archives.MaxDepth), "Archives__MaxDepth"),
        new(Start, "Silent payer", "Days without a remittance after which the self-audit asks about a payer.", Number(App.Audit.AuditSettings.Default.SilentDays), Number(options.Audit.SilentDays), "Audit__SilentDays"),
        new(Start, "Second admin for windows", "Whether a change of a payer's windows needs a second admin: one proposes, another approves.", "no", options.Windows.SecondAdmin ? "yes" : "no", "Windows__SecondAdmin"),
        new(Start, "Second person for letters", "Whether whoever wrote an appeal letter leaves its approval to another person.", "where two may", options.Appeals.SecondPerson switch { true => "always", false => "never", _ => "where two may" }, "Appeals__SecondPerson"),
        new(Start, "Drafting help for letters", "The address of a service that drafts appeal letters from text without names, numbers and days; nothing leaves the desk while it is not set.", "off", options.Drafting.Address is { } drafting ? drafting.Host : "off", "Drafting__Address"),
    ];

    private sealed record Counts(int Rules, int Profiles, int Windows, int CodeRules, int Practices, int Closed, int Letters);

    private static async Task<Counts> CountsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select (select count(*)::int from routing_rule where set_id = (select set_id from routing_set where state = 'applied' order by applied_no desc limit 1)),
                   (select count(*)::int from work_profile), (select count(*)::int from window_rule where retired_at is null and payer_id is not null),
                   (select count(*)::int from code_rule r join code_rule_set s using (set_id) where s.state = 'applied'), (select count(*)::int from practice),
                   (select count(*)::int from practice_closed_day where day >= current_date), (select count(*)::int from letter_template where retired_at is null)
            """, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(rows.GetInt32(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetInt32(5), rows.GetInt32(6));
    }

    private static string Money(decimal? amount) => amount is { } dollars ? Dollars.Text(dollars) : "no limit";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
