using DenialDesk.App.Deadlines;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Deadlines;
using Npgsql;

namespace DenialDesk.App.Payers;

/// <summary>A wanted change of one payer's windows: a new window, or giving a step back to the shipped rules.</summary>
public sealed record WindowWish
{
    /// <summary>The payer.</summary>
    public required int PayerId { get; init; }

    /// <summary>The window wanted; null to remove the payer's own window of <see cref="Remove"/>.</summary>
    public WindowDraft? Draft { get; init; }

    /// <summary>The step to give back to the shipped rules.</summary>
    public WindowAction? Remove { get; init; }

    /// <summary>The step whose own windows are to be again as they were.</summary>
    public WindowAction? Restore { get; init; }

    /// <summary>The moment whose windows <see cref="Restore"/> brings back, UTC.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>What is wanted, in words.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Words => this switch
    {
        { Draft: { } draft } => $"{WindowWords.Of(draft.Action)}: {draft.Amount:N0} {WindowWords.Of(draft.Unit, draft.Amount)} from {WindowWords.Of(draft.Anchor)}{(draft.EffectiveFrom is { } from ? $", for notices from {from:d MMM yyyy}" : "")}",
        { Restore: { } step, AsOf: { } then } => $"{WindowWords.Of(step)}: as it was on {then.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture)}",
        _ => $"{WindowWords.Of(Remove ?? WindowAction.Appeal1)}: back to the shipped rule",
    };
}

/// <summary>The load and decide beats that preview and apply share: rules now, rules afterwards, and what that does to open denials.</summary>
internal sealed record WindowChange(string PayerName, int PayerVersion, WindowRevision Revision, WindowImpact Impact)
{
    /// <summary>Works the change out on one connection; with a transaction the payer and its open denials are held until it ends.</summary>
    /// <param name="apply">The change is going to be saved, so that what ranking asks for is read as well.</param>
    public static async Task<(WindowChange? Change, Refusal? Refusal)> PlanAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, WindowWish wish, string verifiedBy, DateTimeOffset now, bool apply, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (wish.Draft?.Check(today) is { } wrong) { return (null, wrong); }

        var payer = await PayerAsync(connection, transaction, wish.PayerId, cancellation);
        if (payer is null) { return (null, new("payer_unknown", "This payer is not in the directory any more; it may have been merged into another. Open it from the list of payers.")); }

        var rules = await RulesInForce.LoadAsync(connection, transaction, cancellation);
        var own = rules.OwnOf(wish.PayerId);
        var versions = await LastVersionsAsync(connection, transaction, wish.PayerId, cancellation);
        var revision = wish switch
        {
            { Draft: { } draft } => WindowRevision.Of(own, draft.ToRule(wish.PayerId, 0, today, verifiedBy), id => versions.GetValueOrDefault(id)),
            { Restore: { } step, AsOf: { } then } => WindowRevision.Restoring(own, await AsOfAsync(connection, transaction, wish.PayerId, step, then, cancellation), step, id => versions.GetValueOrDefault(id)),
            _ => WindowRevision.Removing(own, wish.Remove ?? WindowAction.Appeal1),
        };
        if (wish.Restore is not null && revision is { Retired.Count: 0, Added.Count: 0 }) { return (null, new("window_as_is", "These windows are in force already, so there is nothing to bring back.")); }

        if (wish is { Draft: null, Restore: null } && revision.Retired.Count == 0)
        {
            return (null, new("window_not_own", "This payer has no window of its own for that step, so there is nothing to remove."));
        }

        var denials = await DenialClocks.OpenAsync(connection, transaction, [wish.PayerId], hold: transaction is not null, cancellation);
        var days = await DaysAsync(connection, transaction, now, cancellation);
        WindowRule[] after = [.. revision.ApplyTo(own), .. rules.Shipped];
        // While the clocks are worked out here, the server tells what ranking will ask for; of the rows that are held nothing can change meanwhile.
        var deciding = Task.Run(() => WindowImpact.Of(denials, after, id => days[id]), cancellation);
        Dictionary<int, Scoring.Reading> read = apply && transaction is not null ? await RankingAsync(connection, transaction, denials, days, cancellation) : [];
        return (new(payer.Value.Name, payer.Value.Version, revision, await deciding with { Read = read }), null);
    }

    private static async Task<Dictionary<int, Scoring.Reading>> RankingAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<ClockedDenial> denials, Dictionary<int, DateOnly> days, CancellationToken cancellation)
    {
        var read = new Dictionary<int, Scoring.Reading>();
        foreach (var practice in denials.Select(d => d.PracticeId).Distinct()) { read[practice] = await Scoring.ReadAsync(connection, transaction, practice, days[practice], cancellation); }

        return read;
    }

    /// <summary>Each practice's own day at an instant.</summary>
    public static async Task<Dictionary<int, DateOnly>> DaysAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select practice_id, time_zone from practice", connection, transaction);
        var days = new Dictionary<int, DateOnly>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(rows.GetString(1));
            days[rows.GetInt32(0)] = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        }

        return days;
    }

    private static async Task<(string Name, int Version)?> PayerAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int payerId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select name, version from payer where payer_id = $1 and merged_into is null" + (transaction is null ? "" : " for update"), connection, transaction)
        {
            Parameters = { new() { Value = payerId } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetString(0), rows.GetInt32(1)) : null;
    }

    /// <summary>The payer's own rules for a step as they were in force at a moment.</summary>
    private static async Task<List<WindowRule>> AsOfAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int payerId, WindowAction step, DateTimeOffset then, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select rule_version, body::text from window_rule where payer_id = $1 and action = $2 and created_at <= $3 and (retired_at is null or retired_at > $3) order by rule_id", connection, transaction)
        {
            Parameters = { new() { Value = payerId }, new() { Value = Domain.Codes.CodeNames.Text(step) }, new() { Value = then } },
        };
        var found = new List<WindowRule>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(WindowRuleJson.Read(rows.GetString(1)) with { Version = rows.GetInt32(0) }); }

        return found;
    }

    private static async Task<Dictionary<string, int>> LastVersionsAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int payerId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select rule_id, max(rule_version) from window_rule where payer_id = $1 group by 1", connection, transaction)
        {
            Parameters = { new() { Value = payerId } },
        };
        var versions = new Dictionary<string, int>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { versions[rows.GetString(0)] = rows.GetInt32(1); }

        return versions;
    }
}
