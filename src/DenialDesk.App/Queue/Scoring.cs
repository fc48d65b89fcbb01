// Reason for length: read, rank, write back; one step that three callers share.
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Priority;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>What "why is this first?" is answered from; stored with the score.</summary>
/// <param name="Reversal">Odds that working it reverses it, 0 to 1.</param>
/// <param name="Low">Lower end of their 90% interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Decided">Attempts behind them, decayed.</param>
/// <param name="Overturned">Of these, overturned.</param>
/// <param name="Prior">The starting value.</param>
/// <param name="Minutes">Minutes of its category, as measured or standard.</param>
/// <param name="ExpectedValue">Dollars: expected payment times odds.</param>
/// <param name="DollarsPerHour">Expected dollars an hour of work.</param>
/// <param name="Urgency">1 to 1.5.</param>
/// <param name="WorkdaysLeft">Workdays to the last safe day.</param>
/// <param name="HourPrice">What an hour of the team is worth on the day of scoring.</param>
/// <param name="CostsMore">Working it costs more than it returns.</param>
/// <param name="Level">Which level of the history spoke, 0 to 4.</param>
/// <param name="Similar">The odds one level above; null in ranks of before it was kept.</param>
public sealed record ScoreParts(
    double Reversal, double Low, double High, double Decided, double Overturned, double Prior, double Minutes, decimal ExpectedValue, double DollarsPerHour, double Urgency,
    int WorkdaysLeft, double HourPrice, bool CostsMore, int Level = 0, double? Similar = null)
{
    /// <summary>The odds with their evidence.</summary>
    public ReversalEstimate Odds() => new(Reversal, Low, High, Decided, Overturned, Prior) { Level = Level, Similar = Similar ?? Prior };
}

/// <summary>A new denial's rank before the queue is ranked as a whole: its score, the number it sorts by in the ordinary lane, its parts as stored.</summary>
internal sealed record FirstRank(decimal Score, long Key, string Parts, DateOnly On)
{
    /// <summary>Not ranked.</summary>
    public static FirstRank None { get; } = new(0m, 0, "{}", DateOnly.MinValue);
}

/// <summary>
/// Ranks the open denials of a practice and stores score, lane and parts, so that the queue is one indexed select. Runs after an import,
/// after a change of windows, and every night; only rows whose rank or parts changed are written.
/// </summary>
internal static class Scoring
{
    /// <param name="Key">The rank in the row.</param>
    /// <param name="Bare">The row has no parts to explain its rank from.</param>
    internal sealed record Open(PriorityFacts Facts, ReversalEstimate Odds, long Key = 0, bool Bare = true);

    /// <summary>A practice's open denials as they stand, what its history says of them, and how it ranks.</summary>
    internal sealed record Reading(OddsBook Odds, PrioritySettings Settings, Dictionary<long, Open> Denials);

    /// <summary>The rank a denial is born with. Only its lane and the price of an hour depend on the others; the scoring after the import adds them.</summary>
    public static FirstRank First(PriorityFacts facts, ReversalEstimate odds, DateOnly today)
    {
        var parts = PriorityScore.Parts(facts, today, PrioritySettings.Default);
        return new(
            Math.Round((decimal)parts.Score, 4), PriorityScore.RankKey(PriorityLane.Ordinary, parts.Score),
            JsonSerializer.Serialize(Parts(new(facts, odds), parts, 0), JsonSerializerOptions.Web), today);
    }

    /// <summary>Rescores the practice's open denials for a day, inside the caller's transaction; returns how many rows changed.</summary>
    public static Task<int> RescoreAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateOnly today, CancellationToken cancellation)
        => RescoreAsync(connection, transaction, practiceId, today, FreshClocks.None, cancellation);

    /// <summary>The same under new clocks, which are written with the ranks.</summary>
    public static async Task<int> RescoreAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateOnly today, FreshClocks clocks, CancellationToken cancellation)
        => await RescoreAsync(connection, transaction, practiceId, today, clocks, await ReadAsync(connection, transaction, practiceId, today, cancellation), cancellation);

    /// <summary>The same from what was read already.</summary>
    public static async Task<int> RescoreAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateOnly today, FreshClocks clocks, Reading read, CancellationToken cancellation)
    {
        if (read.Denials.Count == 0 && !clocks.Any) { return 0; }

        var facts = read.Denials.Values.Select(o => clocks.Under(o.Facts)).ToList();
        var since = BusinessDays.Add(today, -60);
        List<PriorityFacts> recent = [.. facts.Where(f => f.DeniedOn >= since), .. await RecentAsync(connection, transaction, practiceId, since, read.Odds, clocks, cancellation)];
        var (price, ranked) = PriorityScore.Order(facts, recent, today, read.Settings);
        await KeepPriceAsync(connection, transaction, practiceId, price, cancellation);
        return await SaveAsync(connection, transaction, practiceId, today, ranked, read.Denials, price, clocks, cancellation);
    }

    /// <summary>Reads what ranking a practice asks for; the clocks are those in the rows.</summary>
    public static async Task<Reading> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateOnly today, CancellationToken cancellation)
    {
        var odds = await OddsBook.LoadAsync(connection, transaction, practiceId, today, cancellation);
        var settings = await SettingsAsync(connection, transaction, practiceId, cancellation);
        return new(odds, settings, await OpenAsync(connection, practiceId, odds, cancellation));
    }

    private static async Task KeepPriceAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, double price, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("update practice set hour_price = $2 where practice_id = $1 and hour_price <> $2", connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(Round(price));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>How a practice ranks: its team's minutes, its lane share, the days its office is closed.</summary>
    internal static async Task<PrioritySettings> SettingsAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select minutes_per_day, due_now_share, array(select c.day from practice_closed_day c where c.practice_id = $1) from practice where practice_id = $1", connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return PrioritySettings.Default with { MinutesPerDay = rows.GetInt32(0), DueNowShare = (double)rows.GetDecimal(1), Closed = rows.GetFieldValue<DateOnly[]>(2).ToHashSet() };
    }

    private static async Task<Dictionary<long, Open>> OpenAsync(NpgsqlConnection connection, int practiceId, OddsBook odds, CancellationToken cancellation)
    {
        // A COPY of the few columns the formula needs: all open denials of one practice.
        var found = new Dictionary<long, Open>();
        await using var rows = await connection.BeginBinaryExportAsync(
            $$"""
            copy (select denial_id, expected_amount, payer_id, category, lead_carc, last_safe_day, due_on, denied_on, rank_key, score_parts = '{}', procedure_codes from denial
                  where practice_id = {{practiceId}} and is_open and state <> 'waiting') to stdout (format binary)
            """,
            cancellation);
        while (await rows.StartRowAsync(cancellation) >= 0)
        {
            var id = rows.Read<long>(NpgsqlDbType.Bigint);
            var expected = rows.Read<decimal>(NpgsqlDbType.Numeric);
            var (payer, category, carc) = (rows.Read<int>(NpgsqlDbType.Integer), rows.Read<string>(NpgsqlDbType.Text), rows.Read<string>(NpgsqlDbType.Text));
            var (safe, due) = (rows.Read<DateOnly>(NpgsqlDbType.Date), rows.Read<DateOnly>(NpgsqlDbType.Date));
            var denied = rows.Read<DateOnly>(NpgsqlDbType.Date);
            var (key, bare) = (rows.Read<long>(NpgsqlDbType.Bigint), rows.Read<bool>(NpgsqlDbType.Boolean));
            var estimate = odds.Of(payer, category, carc, rows.Read<string>(NpgsqlDbType.Text));
            found[id] = new(new(id, expected, estimate.Mean, odds.Minutes(payer, category), safe, due, denied), estimate, key, bare);
        }

        return found;
    }

    private static async Task<List<PriorityFacts>> RecentAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateOnly since, OddsBook odds, FreshClocks clocks, CancellationToken cancellation)
    {
        // The open ones are in hand already. Index denial_month.
        await using var command = new NpgsqlCommand(
            "select denial_id, expected_amount, payer_id, category, lead_carc, last_safe_day, due_on, denied_on, procedure_codes from denial where practice_id = $1 and denied_on >= $2 and (not is_open or state = 'waiting')",
            connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(since);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<PriorityFacts>();
        while (await rows.ReadAsync(cancellation))
        {
            var (id, payer, category) = (rows.GetInt64(0), rows.GetInt32(2), rows.GetString(3));
            found.Add(clocks.Under(new(
                id, rows.GetDecimal(1), odds.Of(payer, category, rows.GetString(4), rows.GetString(8)).Mean, odds.Minutes(payer, category),
                rows.GetFieldValue<DateOnly>(5), rows.GetFieldValue<DateOnly>(6), rows.GetFieldValue<DateOnly>(7))));
        }

        return found;
    }

    private static async Task<int> SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateOnly today, IReadOnlyList<Ranked> ranked, Dictionary<long, Open> open, double price,
        FreshClocks clocks, CancellationToken cancellation)
    {
        // Only what moved by a cent or changed lane is rewritten: every index of the queue follows a rewritten row. In the order of the keys, which is about that of the rows.
        var moved = ranked.Where(r => clocks.Has(r.DenialId) || open[r.DenialId] is { Bare: true } || open[r.DenialId].Key != PriorityScore.RankKey(r.Lane, r.Parts.Score)).OrderBy(r => r.DenialId).ToList();
        List<long> unranked = [.. clocks.Denials.Where(id => !open.ContainsKey(id)).Order()];
        if (moved.Count + unranked.Count == 0) { return 0; }

        await using (var make = new NpgsqlCommand(clocks.Table, connection, transaction)) { await make.ExecuteNonQueryAsync(cancellation); }

        if (clocks.Any) { await clocks.CopyAsync(connection, cancellation); }

        await using (var copy = await BulkCopy.IntoAsync(connection, "fresh_rank (denial_id, clock_no, lane, score, rank_key, parts)", cancellation))
        {
            var written = moved.AsParallel().AsOrdered().Select(r => JsonSerializer.Serialize(Parts(open[r.DenialId], r.Parts, price), JsonSerializerOptions.Web));
            foreach (var (one, parts) in moved.Zip(written))
            {
                copy.Row().Long(one.DenialId).Int(clocks.Number(one.DenialId)).Small((short)one.Lane).Money(Math.Round((decimal)one.Parts.Score, 4))
                    .Long(PriorityScore.RankKey(one.Lane, one.Parts.Score)).Json(parts);
            }

            foreach (var id in unranked) { copy.Row().Long(id).Int(clocks.Number(id)).Int(null).Money(null).Long(null).Json(null); }

            await copy.DoneAsync(cancellation);
        }

        var both = moved.Count(r => clocks.Has(r.DenialId));
        return await WriteAsync(connection, transaction, practiceId, today, FreshClocks.Updates(moved.Count - both, both, unranked.Count), cancellation);
    }

    /// <summary>Rows that do not need both their rank and their clock rewritten are few; they get statements of their own, so that the many are not compared with what they had.</summary>
    private static async Task<int> WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateOnly today, IEnumerable<string> updates, CancellationToken cancellation)
    {
        var changed = 0;
        foreach (var sql in updates)
        {
            await using var update = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0, Parameters = { new() { Value = practiceId }, new() { Value = today } } };
            changed += await update.ExecuteNonQueryAsync(cancellation);
        }

        return changed;
    }

    private static ScoreParts Parts(Open open, PriorityParts parts, double price) => new(
        Round(open.Odds.Mean), Round(open.Odds.Low), Round(open.Odds.High), Round(open.Odds.Decided), Round(open.Odds.Overturned), open.Odds.Prior, open.Facts.Minutes,
        Math.Round(parts.ExpectedValue, 2), Round(parts.DollarsPerHour), Round(parts.Urgency), parts.WorkdaysLeft, Round(price), parts.CostsMoreThanItReturns,
        open.Odds.Level, Round(open.Odds.Similar));

    private static double Round(double value) => Math.Round(value, 4);
}
