using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>
/// Looks for denials that come more often than before, over all payers, codes and categories of a practice. A cluster has one alert while it lives: it is updated, and ends by
/// itself after weeks of silence. Run again for the same day it changes nothing.
/// </summary>
public sealed class FindSpikes(DeskSource database, TimeProvider clock)
{
    private sealed record Living(long AlertId, ClusterKey Key, string Cluster, string Tier, string State, DateOnly FiredOn);

    /// <summary>Returns how many alerts are new.</summary>
    public async Task<int> Run(PracticeDay practice, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var series = await AlertSeries.ReadAsync(connection, practice.PracticeId, practice.Today, cancellation);
        var found = new List<SpikeFinding>();
        var ended = await EndedAsync(connection, practice.PracticeId, series.Through, cancellation);
        foreach (var finding in SpikeScan.Find(series.All).Select(f => Renewed(f, ended, series.Through)).OfType<SpikeFinding>())
        {
            found.Add(finding is { Alert: true, Key.Level: ClusterLevel.PayerCarc }
                ? SpikeScan.Narrow(finding, await series.PartsAsync(connection, practice.PracticeId, finding.Key, cancellation)) : finding);
        }

        var causes = await SettingDocument.InForceAsync<RootCauseMap>(connection, null, SeeRootCauses.Name, practice.Today, cancellation) ?? RootCauseMap.Shipped;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var turn = new Turn(connection, transaction, practice, series, causes, clock.GetUtcNow(), cancellation);
        var living = await turn.LivingAsync();
        var touched = new HashSet<long>();
        var fresh = 0;
        foreach (var finding in found)
        {
            var known = living.Find(l => l.Cluster == finding.Key.Text) ?? living.Find(l => finding.Key.Holds(l.Key) || l.Key.Holds(finding.Key));
            if (known is null) { fresh += await turn.AddAsync(finding, actor); }
            // The watch list remembers for long: it does not keep an alert alive.
            else if ((finding.Alert || known.Tier == "watch") && touched.Add(known.AlertId)) { await turn.RefreshAsync(known, finding, actor); }
        }

        foreach (var silent in living.Where(l => !touched.Contains(l.AlertId))) { await turn.SilentAsync(silent, actor); }

        await transaction.CommitAsync(cancellation);
        return fresh;
    }

    /// <summary>The climb remembers for months: what ended is watched again only for what came after its end.</summary>
    private static SpikeFinding? Renewed(SpikeFinding finding, List<(ClusterKey Key, DateOnly On)> ended, DateOnly through)
    {
        var last = ended.Where(e => e.Key.Holds(finding.Key) || finding.Key.Holds(e.Key)).Select(e => (DateOnly?)e.On).Max();
        return last is { } on ? SpikeScan.Renewed(finding, Math.Max(0, (through.DayNumber - on.DayNumber) / 7)) : finding;
    }

    private static async Task<List<(ClusterKey Key, DateOnly On)>> EndedAsync(NpgsqlConnection connection, int practice, DateOnly through, CancellationToken cancellation)
    {
        // Primary key; a practice has tens of alerts.
        await using var command = new NpgsqlCommand("select payer_id, category, carc, ended_on from alert where practice_id = $1 and ended_on > $2", connection)
        {
            Parameters = { new() { Value = practice }, new() { Value = through.AddDays(-7 * AlertSeries.Weeks) } },
        };
        var found = new List<(ClusterKey, DateOnly)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add((new(r.IsDBNull(0) ? null : r.GetInt32(0), r.GetString(1), r.GetString(2)), r.GetFieldValue<DateOnly>(3))); }

        return found;
    }

    /// <summary>One night of one practice, in its transaction.</summary>
    private sealed class Turn(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PracticeDay practice, AlertSeries series, RootCauseMap causes, DateTimeOffset now, CancellationToken cancellation)
    {
        public async Task<List<Living>> LivingAsync()
        {
            // Index alert_lives; the rows stay as they are until this night is done.
            await using var command = new NpgsqlCommand(
                """
                select alert_id, payer_id, category, carc, provider, procedure, cluster, tier, state, fired_on from alert where practice_id = $1 and ended_on is null order by alert_id for update
                """, connection, transaction)
            {
                Parameters = { new() { Value = practice.PracticeId } },
            };
            var found = new List<Living>();
            await using var r = await command.ExecuteReaderAsync(cancellation);
            while (await r.ReadAsync(cancellation))
            {
                var key = new ClusterKey(r.IsDBNull(1) ? null : r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5));
                found.Add(new(r.GetInt64(0), key, r.GetString(6), r.GetString(7), r.GetString(8), r.GetFieldValue<DateOnly>(9)));
            }

            return found;
        }

        /// <summary>A cluster nobody knew; 1 when it is an alert.</summary>
        public async Task<int> AddAsync(SpikeFinding finding, Actor actor)
        {
            await using var command = new NpgsqlCommand(
                $"""
                insert into alert (practice_id, {Figures}, tier, since, found_on, fired_on, state)
                values ($1, {Values}, $21, $22, $23, $20, 'open') returning alert_id
                """, connection, transaction);
            Fill(command, finding.Key, finding.Reading, finding.Weeks, finding.NewCode);
            command.Parameters.AddWithValue(finding.Alert ? "alert" : "watch");
            command.Parameters.AddWithValue(series.Through.AddDays(1 - (7 * finding.Reading.Weeks)));
            command.Parameters.AddWithValue(practice.Today);
            var id = (long)(await command.ExecuteScalarAsync(cancellation))!;
            await TellAsync(actor, finding.Alert ? "alert.found" : "alert.watched", id, finding.Key);
            return finding.Alert ? 1 : 0;
        }

        /// <summary>It stands out again. What nobody decided on yet is told as closely as it can be now; what somebody decided on keeps its name.</summary>
        public async Task RefreshAsync(Living known, SpikeFinding finding, Actor actor)
        {
            var rename = known.State == "open" && (known.Cluster == finding.Key.Text || known.Key.Holds(finding.Key));
            var woken = known is { Tier: "watch", State: "dismissed" } && finding.Alert;
            var (key, reading, weeks) = rename || known.Cluster == finding.Key.Text ? (rename ? finding.Key : known.Key, finding.Reading, finding.Weeks) : Own(known, finding);
            await using var command = new NpgsqlCommand(
                $"""
                update alert set ({Figures}) = ({Values}), fired_on = $20, tier = case when $21 then 'alert' else tier end, state = case when $22 then 'open' else state end,
                    version = version + case when $22 or cluster <> $3 then 1 else 0 end
                where practice_id = $1 and alert_id = $23
                """, connection, transaction);
            Fill(command, key, reading, weeks, finding.NewCode);
            command.Parameters.AddWithValue(finding.Alert);
            command.Parameters.AddWithValue(woken);
            command.Parameters.AddWithValue(known.AlertId);
            await command.ExecuteNonQueryAsync(cancellation);
            if (woken || (known.Tier == "watch" && finding.Alert)) { await TellAsync(actor, "alert.found", known.AlertId, key); }
        }

        /// <summary>It does not stand out this week: its figures go on, and after weeks of silence it has ended.</summary>
        public async Task SilentAsync(Living known, Actor actor)
        {
            var over = known.FiredOn <= series.Through.AddDays(-7 * SpikeScan.SilentWeeks);
            var weeks = series.Of(known.Cluster)?.Weeks ?? new WeeklySeries(new int[AlertSeries.Weeks], new int[AlertSeries.Weeks]);
            await using var command = new NpgsqlCommand(
                "update alert set counts = $3, claims = $4, judged_through = $5, ended_on = case when $6 then $7 end, version = version + case when $6 then 1 else 0 end where practice_id = $1 and alert_id = $2",
                connection, transaction)
            {
                Parameters =
                {
                    new() { Value = practice.PracticeId }, new() { Value = known.AlertId }, new() { Value = weeks.Denials.ToArray() }, new() { Value = weeks.Claims.ToArray() }, new() { Value = series.Through },
                    new() { Value = over }, new() { Value = practice.Today },
                },
            };
            await command.ExecuteNonQueryAsync(cancellation);
            if (over) { await TellAsync(actor, "alert.ended", known.AlertId, known.Key); }
        }

        private const string Figures =
            "level, cluster, payer_id, category, carc, provider, procedure, kind, weeks, seen, expected, probability, climb, dollars_month, counts, claims, department, step, judged_through";

        private const string Values = "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20";

        private (ClusterKey, SpikeReading, WeeklySeries) Own(Living known, SpikeFinding finding)
        {
            if (series.Of(known.Cluster) is not { } own) { return (known.Key, finding.Reading, finding.Weeks); }

            var reading = SpikeRule.Read(own.Weeks);
            return (known.Key, reading.Probability < 1 ? reading : finding.Reading, own.Weeks);
        }

        private void Fill(NpgsqlCommand command, ClusterKey key, SpikeReading reading, WeeklySeries weeks, bool newCode)
        {
            var cause = key.CategoryValue is { } category && causes.Of(category) is [var likeliest, ..] ? likeliest : null;
            void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
            Add(practice.PracticeId, NpgsqlDbType.Integer);
            Add(key.Level.Text(), NpgsqlDbType.Text);
            Add(key.Text, NpgsqlDbType.Text);
            Add(key.PayerId, NpgsqlDbType.Integer);
            Add(key.Category, NpgsqlDbType.Text);
            Add(key.Carc, NpgsqlDbType.Text);
            Add(key.Provider, NpgsqlDbType.Text);
            Add(key.Procedure, NpgsqlDbType.Text);
            Add(newCode ? "new_code" : "spike", NpgsqlDbType.Text);
            Add(reading.Weeks, NpgsqlDbType.Integer);
            Add(reading.Seen, NpgsqlDbType.Integer);
            Add(decimal.Round((decimal)reading.Expected, 2), NpgsqlDbType.Numeric);
            Add(reading.Probability, NpgsqlDbType.Double);
            Add(decimal.Round((decimal)reading.Climb, 2), NpgsqlDbType.Numeric);
            Add(SpikeScan.DollarsAMonth(reading, series.DollarsOf(key, reading)), NpgsqlDbType.Numeric);
            Add(weeks.Denials.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);
            Add(weeks.Claims.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);
            Add(cause?.Department ?? "", NpgsqlDbType.Text);
            Add(cause?.Step ?? "", NpgsqlDbType.Text);
            Add(series.Through, NpgsqlDbType.Date);
        }

        private Task TellAsync(Actor actor, string action, long id, ClusterKey key) => Journal.AppendAsync(
            connection, transaction, actor, now, cancellation, new JournalEntry(action, "alert", id.ToString(CultureInfo.InvariantCulture), practice.PracticeId, null, new { Cluster = key.Text }));
    }
}
